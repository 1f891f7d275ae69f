/** One writer and its readers, whatever carries what is written between them. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { io } from 'socket.io-client'
import { createMergeableStore } from 'tinybase'
import { createWsSynchronizer } from 'tinybase/synchronizers/synchronizer-ws-client'
import { WebSocket } from 'ws'
import { SrvraDataSync } from '../../../engine/index.ts'

/** An update: a number that tells it apart, and some payload. */
export interface Update {
  readonly n: number
  readonly text: string
}

/** Everybody is connected. `close` ends all. */
export interface Line {
  send(update: Update): void
  close(): void | Promise<void>
}

/** Connects one writer and so many readers; `heard` is told of what each reader gets. */
export type Connect = (port: number, readers: number, heard: (reader: number, n: number) => void) => Promise<Line>

const SERVER = fileURLToPath(new URL('server.ts', import.meta.url))

export interface RunningServer {
  readonly port: number
  /** The 99th percentile of its event loop's delay since it was asked last, in milliseconds. */
  loopDelayMs(): Promise<number>
  stop(): void
}

/** A server of a kind at work in a process of its own. */
export async function startServer(kind: string, dir: string): Promise<RunningServer> {
  const child = spawn(process.execPath, [SERVER, kind, dir], { stdio: ['pipe', 'pipe', 'inherit'] })
  const port = await new Promise<number>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      const [, found] = /port (\d+)/.exec(data.toString()) ?? []
      if (found) resolve(Number(found))
    })
  })
  const loopDelayMs = (): Promise<number> =>
    new Promise((resolve) => {
      child.stdout.on('data', (data: Buffer) => {
        const [, found] = /delay ([\d.]+)/.exec(data.toString()) ?? []
        if (found) resolve(Number(found))
      })
      child.stdin.write('delay\n')
    })
  return { port, loopDelayMs, stop: () => child.stdin.end() }
}

async function socket(port: number): Promise<WebSocket> {
  const client = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
  await new Promise((resolve) => client.once('open', resolve))
  return client
}

export const overWebSocket: Connect = async (port, readers, heard) => {
  const writer = await socket(port)
  const all = await Promise.all(Array.from({ length: readers }, () => socket(port)))
  all.forEach((reader, index) => {
    reader.on('message', (data) => {
      const parsed = JSON.parse((data as Buffer).toString()) as Update | readonly Update[]
      for (const { n } of Array.isArray(parsed) ? parsed : [parsed as Update]) heard(index, n)
    })
  })
  return { send: (update) => writer.send(JSON.stringify(update)), close: () => [writer, ...all].forEach((one) => one.terminate()) }
}

export const overSocketIo: Connect = async (port, readers, heard) => {
  const open = async () => {
    const client = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true })
    await new Promise<void>((resolve) => client.once('connect', () => resolve()))
    return client
  }
  const writer = await open()
  const all = await Promise.all(Array.from({ length: readers }, open))
  all.forEach((reader, index) => reader.on('update', ({ n }: Update) => heard(index, n)))
  return { send: (update) => void writer.emit('update', update), close: () => [writer, ...all].forEach((one) => one.close()) }
}

export const overTinyBase: Connect = async (port, readers, heard) => {
  const open = async () => {
    const store = createMergeableStore()
    const synchronizer = await createWsSynchronizer(store, new WebSocket(`ws://127.0.0.1:${port}/bench`))
    await synchronizer.startSync()
    return { store, synchronizer }
  }
  const writer = await open()
  const all = await Promise.all(Array.from({ length: readers }, open))
  all.forEach(({ store }, index) => {
    store.addRowListener('updates', null, (_store, _table, row) => heard(index, Number(row)))
  })
  return {
    send: ({ n, text }) => void writer.store.setRow('updates', String(n), { n, text }),
    close: async () => {
      await Promise.all([writer, ...all].map(({ synchronizer }) => synchronizer.destroy()))
    },
  }
}

export const overSrvra: Connect = async (port, readers, heard) => {
  const open = async () => {
    const replica = new SrvraDataSync({ nodes: [`ws://127.0.0.1:${port}`], historySize: 1 })
    await replica.sync()
    return replica
  }
  const writer = await open()
  const all = await Promise.all(Array.from({ length: readers }, open))
  all.forEach((reader, index) => {
    reader.stateManager.subscribe('updates/**', (value) => heard(index, (value as unknown as Update).n))
  })
  return {
    send: (update) => void writer.setState(`updates/${update.n}`, update),
    close: async () => {
      await Promise.all([writer, ...all].map((one) => one.close()))
    },
  }
}

/** Readers who speak the protocol by hand and count what they are told; the writer is a replica. */
export const toBareReaders: Connect = async (port, readers, heard) => {
  const writer = new SrvraDataSync({ nodes: [`ws://127.0.0.1:${port}`], historySize: 1, subscribe: ['nothing'] })
  await writer.sync()
  const all = await Promise.all(
    Array.from({ length: readers }, async (_, index) => {
      const client = await socket(port)
      const welcomed = new Promise<void>((resolve) => {
        client.on('message', (data) => {
          const frame = JSON.parse((data as Buffer).toString()) as {
            readonly type: string
            readonly t?: number
            readonly changes?: readonly { readonly value: Update }[]
          }
          if (frame.type === 'welcome') resolve()
          if (frame.type === 'ping') client.send(JSON.stringify({ type: 'pong', t: frame.t }))
          for (const { value } of frame.changes ?? []) heard(index, value.n)
        })
      })
      client.send(
        JSON.stringify({
          type: 'hello',
          protocol: 1,
          replica: `bare-${index}`,
          since: 0,
          patterns: ['**'],
          covered: [],
          codecs: [],
        }),
      )
      await welcomed
      return client
    }),
  )
  return {
    send: (update) => void writer.setState(`updates/${update.n}`, update),
    close: async () => {
      for (const client of all) client.terminate()
      await writer.close()
    },
  }
}
