import './styles/index.css'

import { createPinia } from 'pinia'
import { createApp } from 'vue'

import { allCommands } from './all-commands.ts'
import Gate from './Gate.vue'
import { createConsoleRouter } from './router.ts'
import { useCommandRegistry } from './stores/commands.ts'
import { usePreferences } from './stores/preferences.ts'
import { useToasts } from './stores/toasts.ts'

const app = createApp(Gate)
app.use(createPinia())

app.config.errorHandler = (error, _, where) => {
  // eslint-disable-next-line no-console -- the stack is for whoever opens the developer tools
  console.error(`Unhandled in ${where}:`, error)
  useToasts().show({
    title: 'Something in this view failed',
    text: error instanceof Error ? error.message : String(error),
    tone: 'danger',
  })
}

useCommandRegistry().define(allCommands)
// Theme and density come first, so that the page is never painted in the wrong one.
await usePreferences().load()
app.use(createConsoleRouter())
app.mount('#app')
