import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { CALL_CHANNEL, EVENT_CHANNEL } from '../shared/channels.ts'
import type { Bridge, Result } from '../shared/contract.ts'
import { COMMAND_NAMES, EVENT_NAMES } from '../shared/names.ts'

/** Refuses what is on no list, so that the page can name neither a channel nor an event of Electron's own. */
function listed(names: Readonly<Record<string, true>>, name: unknown): asserts name is string {
  if (typeof name === 'string' && Object.hasOwn(names, name)) return
  throw new TypeError(`There is no '${String(name)}' on this bridge.`)
}

type Listener = (payload: never) => void

const listeners = new Map<string, Set<Listener>>()

// One subscription serves every view that listens.
ipcRenderer.on(EVENT_CHANNEL, (_: IpcRendererEvent, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload as never)
})

const bridge: Bridge = {
  call: async (command, ...args) => {
    listed(COMMAND_NAMES, command)
    return (await ipcRenderer.invoke(CALL_CHANNEL, command, ...args)) as Result<never>
  },
  on: (event, handler) => {
    listed(EVENT_NAMES, event)
    const all = listeners.get(event) ?? new Set()
    // A wrapper of its own: whoever subscribes twice is told twice, and unsubscribes one at a time.
    const listener: Listener = (payload) => handler(payload)
    listeners.set(event, all.add(listener))
    return () => void all.delete(listener)
  },
}

contextBridge.exposeInMainWorld('srvra', bridge)
