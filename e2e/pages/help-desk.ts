import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { freePort } from '../free-port.ts'

/** What a help desk was sent. */
export interface Received {
  readonly id: string
  readonly ticket: {
    readonly id: string
    readonly title: string
    readonly links: readonly { readonly kind: string; readonly id: string }[]
  }
  readonly attachments: readonly { readonly name: string; readonly hash: string; readonly base64: string }[]
}

/** A help desk on this machine: a real web server, which may be away. */
export class HelpDesk {
  readonly secret = 'a secret of the help desk'
  readonly received: Received[] = []
  readonly port: number
  #server: Server | undefined

  private constructor(port: number) {
    this.port = port
  }

  /** Not there yet: `open` has it listen. */
  static async prepare(): Promise<HelpDesk> {
    return new HelpDesk(await freePort())
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/tickets`
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        const signed = this.#isSigned(String(request.headers['srvra-signature']), body)
        if (signed) this.received.push(JSON.parse(body) as Received)
        return response.writeHead(signed ? 204 : 401).end()
      })
    })
    this.#server = server
    await new Promise<void>((resolve) => {
      server.listen(this.port, '127.0.0.1', resolve)
    })
  }

  close(): void {
    this.#server?.closeAllConnections()
    this.#server?.close()
  }

  #isSigned(signature: string, body: string): boolean {
    const seconds = /^t=(\d+),/.exec(signature)?.[1] ?? ''
    return signature === `t=${seconds},v1=${createHmac('sha256', this.secret).update(`${seconds}.${body}`).digest('hex')}`
  }
}
