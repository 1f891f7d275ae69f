export { webSocketTransport } from './connect.ts'
export { listenWebSocket } from './listen.ts'
export type { WebSocketListenOptions } from './listen-options.ts'
