export interface Connection {
  readonly url: string
  readonly token: string
}

/** A program for Node.js that connects to a hub and writes there: it runs as it stands. // V-145 */
export function connectSnippet({ url, token }: Connection): string {
  return `import { SrvraDataSync } from '@srvra/sync'

const sync = new SrvraDataSync({
  nodes: [${quoted(url)}],
  token: ${quoted(token)},
  replicaName: 'my-app',
  storage: { dir: './my-app-data' },
})

sync.eventBus.subscribe('data-change', (change) => {
  console.log(change.key, change.value)
})
await sync.setState('hello/my-app', { at: Date.now() }).synced
`
}

/** The same to look at: who looks over the operator's shoulder learns no token. */
export function maskedSnippet(connection: Connection): string {
  return connectSnippet({ ...connection, token: '•'.repeat(12) })
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
}
