import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { S3TargetOptions } from '../ports/target-options.ts'

const PROGRAM = fileURLToPath(new URL('s3-server-process.ts', import.meta.url))
const BUCKET = 'backups'
/** The server knows one account, whose signatures it checks. */
const CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }

export interface S3Server {
  /** What leads to its bucket. */
  readonly options: S3TargetOptions & { readonly endpoint: string }
  close(): Promise<void>
}

/** A real S3-compatible server on this machine, at a free port, that keeps its objects in a folder. */
export async function startS3Server(folder: string): Promise<S3Server> {
  // It makes the tokens of its pages with DES, which Node.js has only so.
  const child = fork(PROGRAM, [folder, BUCKET], { execArgv: ['--openssl-legacy-provider'] })
  const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the S3 server ended with ${String(code)}`)))
  const [port] = (await Promise.race([once(child, 'message'), failed])) as [number]
  return {
    options: { bucket: BUCKET, endpoint: `http://127.0.0.1:${port}`, credentials: CREDENTIALS },
    close: async () => {
      const ended = failed.catch(() => undefined)
      child.disconnect()
      await ended
    },
  }
}
