import { nativeTheme } from 'electron'
import type { Preferences } from '../../shared/contract.ts'
import type { PreferenceStore } from '../console-store/preference-store.ts'
import type { LocalHandlers } from './local-commands.ts'

type PreferenceHandlers = Pick<LocalHandlers, 'preferences.get' | 'preferences.set'>

export function preferenceCommands(store: PreferenceStore, onChange: (preferences: Preferences) => void): PreferenceHandlers {
  return {
    'preferences.get': () => store.get(),
    'preferences.set': (change) => {
      const preferences = store.set(change)
      // Menus, dialogs and scroll bars follow the page.
      nativeTheme.themeSource = preferences.theme
      onChange(preferences)
      return preferences
    },
  }
}
