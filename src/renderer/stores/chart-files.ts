import { defineStore } from 'pinia'

import { call } from '../client.ts'
import { useToasts } from './toasts.ts'

/** Takes a chart out of the console, into a file that the operator chooses. */
export const useChartFiles = defineStore('chart-files', () => {
  const toasts = useToasts()

  async function save(name: string, content: string, encoding: 'utf8' | 'base64'): Promise<void> {
    const chosen = await call('dialogs.save-file', { title: 'Save the chart', suggestedName: name })
    if (!chosen.ok) {
      toasts.failed('No file could be chosen', chosen.error)
      return
    }
    if (chosen.value === null) return
    const saved = await call('files.save', { file: chosen.value, content, encoding })
    if (saved.ok) toasts.show({ title: `${name} is saved`, text: chosen.value, tone: 'ok' })
    else toasts.failed(`${name} could not be saved`, saved.error)
  }

  /** `content`: a PNG picture in base64. */
  const savePicture = (id: string, content: string): Promise<void> => save(`${id}.png`, content, 'base64')
  const saveCsv = (id: string, content: string): Promise<void> => save(`${id}.csv`, content, 'utf8')

  return { savePicture, saveCsv }
})
