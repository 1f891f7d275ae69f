import type { BundlePart } from '../../shared/contract.ts'

/** What each part of a bundle tells, for whoever decides whether it leaves. */
export const partWords: Readonly<Record<BundlePart['what'], { readonly title: string; readonly text: string }>> = {
  versions: { title: 'Versions', text: 'Of the engine, the program and what it runs on.' },
  configuration: { title: 'Configuration', text: 'Settings; tokens, keys and schemas are only counted.' },
  chain: { title: 'Chain', text: 'Where the log stands, and whether every hash holds.' },
  counts: { title: 'Counts', text: 'Documents, changes, clients and operations as figures.' },
  metrics: { title: 'Metrics', text: 'Figures of the last hour.' },
  log: { title: 'Log', text: 'The last entries, without keys and values.' },
}
