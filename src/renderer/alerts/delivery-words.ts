import type { Delivery } from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'

/** What came of a notification. // V-220 */
export const deliveryWords: Readonly<Record<Delivery['status'], { readonly word: string; readonly tone: Tone }>> = {
  delivered: { word: 'Delivered', tone: 'ok' },
  waiting: { word: 'Waiting', tone: 'warn' },
  failed: { word: 'Given up', tone: 'danger' },
}
