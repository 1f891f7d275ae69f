import { Readable, addAbortSignal } from 'node:stream'
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { S3ClientConfig } from '@aws-sdk/client-s3'
import { SrvraError } from '../../core/errors.ts'
import { isObjectName } from '../../ports/backup-target.ts'
import type { BackupObject, BackupTarget } from '../../ports/backup-target.ts'
import type { S3TargetOptions } from '../../ports/target-options.ts'
import { assertObjectName, assertObjectSize, missingObject } from './refusals.ts'
import { isMissing, s3Failure } from './s3-failures.ts'

const DEFAULT_TIMEOUT_MS = 120_000
const CONNECT_TIMEOUT_MS = 10_000
const SILENCE_TIMEOUT_MS = 30_000
/** A busy or restarting server is asked again twice, after growing pauses; then the caller is told. */
const ATTEMPTS = 3
/** What S3 lists at once. */
const LARGEST_PAGE = 1000

/** Keeps objects in a bucket of S3 or of a server that speaks its protocol. Nothing is asked of it before the first call. */
export function createS3Target(options: S3TargetOptions): BackupTarget {
  return new S3Target(options)
}

class S3Target implements BackupTarget {
  readonly name: string
  readonly #client: S3Client
  readonly #bucket: string
  readonly #prefix: string
  readonly #checksum: { readonly ChecksumAlgorithm?: 'SHA256' }
  readonly #timeoutMs: number

  constructor(options: S3TargetOptions) {
    const { bucket, prefix = '', checksums = true, timeoutMs = DEFAULT_TIMEOUT_MS } = options
    this.name = `s3 ${bucket}${prefix === '' ? '' : `/${prefix}`}`
    this.#bucket = bucket
    this.#prefix = prefix === '' ? '' : `${prefix}/`
    this.#checksum = checksums ? { ChecksumAlgorithm: 'SHA256' } : {}
    this.#timeoutMs = timeoutMs
    this.#client = new S3Client(clientConfig(options))
  }

  async put(name: string, content: Uint8Array, signal?: AbortSignal): Promise<void> {
    assertObjectName(this.name, name)
    assertObjectSize(this.name, name, content.byteLength)
    const command = new PutObjectCommand({
      ...this.#place(name),
      ...this.#checksum,
      Body: content,
      ContentLength: content.byteLength,
    })
    await this.#attempt('written', name, signal, (abortSignal) => this.#client.send(command, { abortSignal }))
  }

  async get(name: string, signal?: AbortSignal): Promise<Uint8Array> {
    assertObjectName(this.name, name)
    return this.#attempt('read', name, signal, async (abortSignal) => {
      const { Body: body, ContentLength: bytes = 0 } = await this.#client.send(new GetObjectCommand(this.#place(name)), {
        abortSignal,
      })
      if (!(body instanceof Readable)) throw new Error('The server sent no content')
      try {
        assertObjectSize(this.name, name, bytes)
        return await this.#readBounded(name, addAbortSignal(abortSignal, body))
      } finally {
        body.destroy()
      }
    })
  }

  async list(page: { after?: string; limit: number; signal?: AbortSignal }): Promise<readonly BackupObject[]> {
    return this.#attempt('listed', undefined, page.signal, async (abortSignal) => {
      const objects: BackupObject[] = []
      let token: string | undefined
      do {
        const some = await this.#listSome(page.after ?? '', token, page.limit - objects.length, abortSignal)
        objects.push(...some.found)
        token = some.next
      } while (token !== undefined && objects.length < page.limit)
      assertAscending(this.name, page.after ?? '', objects)
      return objects
    })
  }

  async remove(name: string, signal?: AbortSignal): Promise<void> {
    assertObjectName(this.name, name)
    await this.#attempt('removed', name, signal, async (abortSignal) => {
      const command = new DeleteObjectCommand(this.#place(name))
      await this.#client.send(command, { abortSignal }).catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
    })
  }

  #place(name: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#bucket, Key: `${this.#prefix}${name}` }
  }

  /** One page as the server gives it, without what others keep under the same prefix. */
  async #listSome(
    after: string,
    token: string | undefined,
    limit: number,
    abortSignal: AbortSignal,
  ): Promise<{ readonly found: readonly BackupObject[]; readonly next: string | undefined }> {
    const command = new ListObjectsV2Command({
      Bucket: this.#bucket,
      Prefix: this.#prefix,
      // Folders below come as one line each, not object by object.
      Delimiter: '/',
      MaxKeys: Math.min(limit, LARGEST_PAGE),
      ...(token === undefined ? { StartAfter: `${this.#prefix}${after}` } : { ContinuationToken: token }),
    })
    const { Contents: contents = [], NextContinuationToken: next } = await this.#client.send(command, { abortSignal })
    const found = contents.map(({ Key: key = '', Size: bytes = 0 }) => ({ name: key.slice(this.#prefix.length), bytes }))
    return { found: found.filter(({ name }) => isObjectName(name)), next }
  }

  /** A server may send more than it said. */
  async #readBounded(name: string, body: Readable): Promise<Uint8Array> {
    const chunks: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength
      assertObjectSize(this.name, name, bytes)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks, bytes)
  }

  /** Runs an act within the time limit, so that whatever goes wrong comes out as E_BACKUP_TARGET, without secrets. */
  async #attempt<Result>(
    done: string,
    object: string | undefined,
    signal: AbortSignal | undefined,
    act: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    signal?.throwIfAborted()
    const limit = AbortSignal.timeout(this.#timeoutMs)
    try {
      return await act(signal ? AbortSignal.any([signal, limit]) : limit)
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason
      if (error instanceof SrvraError) throw error
      if (object !== undefined && isMissing(error)) throw missingObject(this.name, object)
      throw s3Failure(this.name, done, object, limit.aborted ? limit.reason : error)
    }
  }
}

/** Whoever reads on from a name relies on the order; a server that keeps none would hide objects. */
function assertAscending(target: string, after: string, objects: readonly BackupObject[]): void {
  const names = [after, ...objects.map(({ name }) => name)]
  if (names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name)) return
  const message = `${target} lists its objects out of order; such a server, or kind of bucket, can not keep backups.`
  throw new SrvraError('E_BACKUP_TARGET', message, { target, cause: 'unordered' })
}

function clientConfig({ region, endpoint, pathStyle, credentials, checksums = true }: S3TargetOptions): S3ClientConfig {
  const when = checksums ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED'
  const known = region ?? (endpoint === undefined ? undefined : 'us-east-1')
  return {
    maxAttempts: ATTEMPTS,
    forcePathStyle: pathStyle ?? endpoint !== undefined,
    requestChecksumCalculation: when,
    responseChecksumValidation: when,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
    },
    ...(known === undefined ? {} : { region: known }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials ? { credentials: { ...credentials } } : {}),
  }
}
