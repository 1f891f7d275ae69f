import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { CALL_CHANNEL, EVENT_CHANNEL } from '../shared/channels.ts'
import type { Bridge, Result } from '../shared/contract.ts'
import { COMMAND_NAMES, EVENT_NAMES } from '../shared/names.ts'

/** Refuses what is on no list, so that the page can name neither a channel nor an event of Electron's own. */
function listed(names: Readonly<Record<string, true>>, name: unknown): asserts name is string {
  if (typeof name === 'string' && Object.hasOwn(names, name)) return
  throw new TypeError(`There is no '${String(name)}' on this bridge.`)
}

const bridge: Bridge = {
  call: async (command, ...args) => {
    listed(COMMAND_NAMES, command)
    return (await ipcRenderer.invoke(CALL_CHANNEL, command, ...args)) as Result<never>
  },
  on: (event, handler) => {
    listed(EVENT_NAMES, event)
    const listener = (_: IpcRendererEvent, name: unknown, payload: Parameters<typeof handler>[0]): void => {
      if (name === event) handler(payload)
    }
    ipcRenderer.on(EVENT_CHANNEL, listener)
    return () => void ipcRenderer.off(EVENT_CHANNEL, listener)
  },
}

contextBridge.exposeInMainWorld('srvra', bridge)
