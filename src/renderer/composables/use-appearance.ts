import { watchEffect } from 'vue'

import { usePreferences } from '../stores/preferences.ts'

/** Puts theme and density where the style sheets look for them. */
export function useAppearance(): void {
  const preferences = usePreferences()
  watchEffect(() => {
    const { theme, density } = preferences.current
    const root = document.documentElement
    root.dataset['density'] = density
    if (theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = theme
  })
}
