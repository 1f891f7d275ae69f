import { createHash, randomBytes } from 'node:crypto'
import { SrvraError } from '../core/errors.ts'
import type { BackupTarget } from '../ports/backup-target.ts'
import type { BackupPart, Manifest } from './manifest/manifest.ts'
import { readManifest, signManifest } from './manifest/signed-manifest.ts'
import type { BackupKey } from './seal/backup-key.ts'
import { damaged, openObject, sealObject } from './seal/sealed-object.ts'

const MANIFEST = '.manifest'
const PAGE = 1000

/** A store's backups at one target: sealed objects, and the signed manifest that lists them. */
export class Vault {
  readonly target: BackupTarget
  readonly #key: BackupKey
  readonly #prefix: string
  #manifest: Manifest | undefined

  /** `prefix` is what all names of the store's objects begin with. */
  constructor(target: BackupTarget, key: BackupKey, prefix: string) {
    this.target = target
    this.#key = key
    this.#prefix = prefix
  }

  get keyId(): string {
    return this.#key.id
  }

  /** The manifest as it was last read or written; undefined when there is none. */
  get manifest(): Manifest | undefined {
    return this.#manifest
  }

  /**
   * Reads the manifest anew. There being none is fine; one that is older than what was seen there before is refused with
   * E_BACKUP_STALE. Throws what the target and `readManifest` throw.
   */
  async load(signal?: AbortSignal): Promise<Manifest | undefined> {
    const name = `${this.#prefix}${MANIFEST}`
    const found = await this.#read(name, signal)
    if ((found?.count ?? 0) < (this.#manifest?.count ?? 0)) throw stale(name, this.target.name)
    this.#manifest = found
    return found
  }

  /** Signs and keeps a manifest in place of the one before. */
  async save(manifest: Manifest, signal?: AbortSignal): Promise<void> {
    await this.target.put(`${this.#prefix}${MANIFEST}`, signManifest(manifest, this.#key), signal)
    this.#manifest = manifest
  }

  /** Seals content and keeps it under a name of its own; what it is for is part of the name. */
  async put(purpose: string, content: Uint8Array, signal?: AbortSignal): Promise<BackupPart> {
    const name = `${this.#prefix}.${purpose}.${randomBytes(4).toString('hex')}`
    const object = await sealObject(name, content, this.#key)
    await this.target.put(name, object, signal)
    return { name, bytes: object.length, sha256: sha256(object) }
  }

  /** The content of an object of the manifest. Throws E_BACKUP_INTEGRITY unless it is the one that was listed. */
  async fetch(part: BackupPart, signal?: AbortSignal): Promise<Buffer> {
    const object = await this.target.get(part.name, signal)
    if (object.length !== part.bytes || sha256(object) !== part.sha256) throw damaged(part.name)
    return openObject(part.name, object, this.#key)
  }

  async remove(parts: readonly BackupPart[], signal?: AbortSignal): Promise<void> {
    for (const { name } of parts) await this.target.remove(name, signal)
  }

  async #read(name: string, signal?: AbortSignal): Promise<Manifest | undefined> {
    try {
      return readManifest(name, await this.target.get(name, signal), this.#key)
    } catch (error) {
      if (!(error instanceof SrvraError) || error.code !== 'E_BACKUP_MISSING') throw error
      return undefined
    }
  }

  /** Names of the store's objects that the manifest does not list: what was left by a backup that came to no end. */
  async strays(signal?: AbortSignal): Promise<readonly string[]> {
    const listed = new Set([`${this.#prefix}${MANIFEST}`])
    for (const { parts } of this.#manifest?.bases ?? []) for (const { name } of parts) listed.add(name)
    for (const { name } of this.#manifest?.segments ?? []) listed.add(name)
    const own = (await namesAt(this.target, signal)).filter((name) => name.startsWith(`${this.#prefix}.`))
    return own.filter((name) => !listed.has(name))
  }
}

function stale(name: string, target: string): SrvraError {
  const message = `The manifest at ${target} is older than the one that was written there: somebody put an older copy of the backups back, or took the manifest away.`
  return new SrvraError('E_BACKUP_STALE', message, { object: name, target })
}

/** What the names of a store's objects begin with. */
export function prefixOf(storeId: string): string {
  return createHash('sha256').update(storeId).digest('hex').slice(0, 16)
}

/** The prefixes of all stores that have backups at a target. */
export async function storesAt(target: BackupTarget, signal?: AbortSignal): Promise<readonly string[]> {
  const names = await namesAt(target, signal)
  return names.filter((name) => name.endsWith(MANIFEST)).map((name) => name.slice(0, -MANIFEST.length))
}

async function namesAt(target: BackupTarget, signal?: AbortSignal): Promise<readonly string[]> {
  const names: string[] = []
  for (let after: string | undefined; ;) {
    const page = await target.list({
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
      ...(signal ? { signal } : {}),
    })
    names.push(...page.map(({ name }) => name))
    if (page.length < PAGE) return names
    after = page.at(-1)?.name
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
