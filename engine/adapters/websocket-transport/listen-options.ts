/** Where a hub listens. */
export interface WebSocketListenOptions {
  /** 0: any that is free. */
  readonly port: number
  /** Default 127.0.0.1: this machine only. */
  readonly host?: string
  /** PEM texts. Off this machine a hub listens with TLS. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Listen off this machine without TLS all the same: somebody else sees to it, such as a proxy. */
  readonly insecure?: boolean
  /** Origins of web pages that may connect. Default: none; programs that are no browsers send none. */
  readonly origins?: readonly string[]
  /** Names by which clients may address this hub beside its own; `*` for any. */
  readonly hosts?: readonly string[]
}
