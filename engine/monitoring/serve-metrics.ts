import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SrvraError } from '../core/errors.ts'

/** What is served: a text, and what it is. */
export interface MetricsSource {
  readonly contentType: string
  text(): Promise<string>
}

export interface MetricsServer {
  readonly url: string
  /** Resolves when the port is free. */
  close(): Promise<void>
}

/** Answers GET /metrics there, and nothing else. Rejects with E_LISTEN where the port cannot be had. */
export async function serveMetrics(
  source: MetricsSource,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0]
    if (path !== '/metrics') return void response.writeHead(404).end('Metrics are at /metrics.\n')
    if (request.method !== 'GET') return void response.writeHead(405, { Allow: 'GET' }).end()
    source.text().then(
      (text) => response.writeHead(200, { 'Content-Type': source.contentType }).end(text),
      (error: unknown) => response.writeHead(500).end(`${error instanceof Error ? error.message : 'unknown'}\n`),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `Metrics cannot be served on ${host}:${port} (${cause.message}); name another port, or 0 for any.`
      reject(new SrvraError('E_LISTEN', message, { host, port }, { cause }))
    })
    server.listen(port, host, resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
