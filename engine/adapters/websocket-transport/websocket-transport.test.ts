import { transportContract } from '../../testing/transport-contract.ts'
import { until } from '../../testing/until.ts'
import { listenWebSocket, webSocketTransport } from './index.ts'

transportContract('WebSocket', async () => ({
  transport: webSocketTransport(),
  // Port 1 belongs to a service that nobody runs any more.
  nowhere: 'ws://127.0.0.1:1',
  listen: (accept) => listenWebSocket({ port: 0 }, accept),
  until,
}))
