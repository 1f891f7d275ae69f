import type { Bridge } from '../shared/contract.ts'

declare global {
  interface Window {
    /** Absent when the page is opened outside the console. */
    readonly srvra?: Bridge
  }
}
