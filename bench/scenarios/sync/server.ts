/** A hub of one kind in a process of its own: `server.ts KIND DIR` prints its port, and ends with its input. */
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import Database from 'better-sqlite3'
import { Server as SocketIoServer } from 'socket.io'
import { createWsServer } from 'tinybase/synchronizers/synchronizer-ws-server'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { SrvraDataSync } from '../../../engine/index.ts'

type Open = (dir: string) => Promise<number> | number

const portOf = (server: WebSocketServer): number => (server.address() as { port: number }).port

function listening(server: WebSocketServer): Promise<number> {
  return new Promise((resolve) => {
    server.once('listening', () => resolve(portOf(server)))
  })
}

/** The limit: every message goes to everybody else, and nothing is kept. */
function relay(): Promise<number> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const text = (data as Buffer).toString()
      for (const other of server.clients) if (other !== socket) other.send(text)
    })
  })
  return listening(server)
}

/** The same behind a commit with fsync: what comes in one turn is committed together, then sent in one frame. */
function committedRelay(dir: string): Promise<number> {
  const database = new Database(join(dir, 'relay.sqlite'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('CREATE TABLE log (id INTEGER PRIMARY KEY, body TEXT) STRICT')
  const insert = database.prepare('INSERT INTO log (body) VALUES (?)')
  const commit = database.transaction((texts: readonly string[]) => {
    for (const text of texts) insert.run(text)
  })
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  let waiting: { readonly from: WebSocket; readonly text: string }[] = []
  const flush = (): void => {
    const taken = waiting
    waiting = []
    commit(taken.map(({ text }) => text))
    const [first] = taken
    const frame = `[${taken.map(({ text }) => text).join(',')}]`
    for (const other of server.clients) if (other !== first?.from) other.send(frame)
  }
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ from: socket, text: (data as Buffer).toString() })
    })
  })
  return listening(server)
}

function socketIo(): Promise<number> {
  const server = new SocketIoServer(0, { perMessageDeflate: false })
  server.on('connection', (socket) => {
    socket.on('update', (update: unknown) => socket.broadcast.emit('update', update))
  })
  const http = (
    server as unknown as { httpServer: { address(): { port: number } | null; once(event: string, listener: () => void): void } }
  ).httpServer
  const address = http.address()
  return Promise.resolve(address?.port ?? 0)
}

function tinyBase(): Promise<number> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  createWsServer(server)
  return listening(server)
}

async function ours(dir: string): Promise<number> {
  const hub = new SrvraDataSync({ storage: { dir: join(dir, 'hub') }, listen: { port: 0 } })
  const state = await hub.listening
  if (state.status !== 'listening') throw new Error(JSON.stringify(state))
  return state.port
}

const KINDS: Readonly<Record<string, Open>> = { relay, committedRelay, socketIo, tinyBase, ours }
const [kind = '', dir = ''] = process.argv.slice(2)
const port = await KINDS[kind]?.(dir)
process.stdout.write(`port ${port}\n`)
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
process.stdin.on('data', () => {
  process.stdout.write(`delay ${delay.percentile(99) / 1e6}\n`)
  delay.reset()
})
process.stdin.on('end', () => process.exit(0))
