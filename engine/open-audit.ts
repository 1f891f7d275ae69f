import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { FolderHeadArchive } from './adapters/folder-head-archive.ts'
import { MemoryHeadArchive } from './adapters/memory-head-archive.ts'
import type { Hash } from './core/json/index.ts'
import type { Clock } from './ports/clock.ts'
import type { HeadArchive } from './ports/head-archive.ts'
import type { Scheduler } from './ports/scheduler.ts'
import type { Storage } from './ports/storage.ts'
import { Audit } from './security/audit/audit.ts'
import { auditKeyText, newAuditKey, parseAuditKey, publicKeyText } from './security/audit/audit-key.ts'
import type { AuditKey } from './security/audit/audit-key.ts'
import { retentionOf } from './security/audit/audit-options.ts'
import type { AuditOptions } from './security/audit/audit-options.ts'
import { keepSettings, keptSettings } from './security/audit/audit-settings.ts'
import type { SrvraStateManager } from './state/srvra-state-manager.ts'

export interface OpenAuditParts {
  readonly storage: Storage
  readonly hash: Hash
  readonly clock: Clock
  readonly scheduler: Scheduler
  /** The folder of the store; undefined where it is in memory. */
  readonly dir: string | undefined
  readonly actor: string
  readonly report: (error: unknown) => void
}

const KEY = 'audit.key'
const PUBLIC_KEY = 'audit.pub'
const HEADS = 'audit-heads'

/** Audit of an engine, on or off. */
export class AuditSwitch {
  readonly #parts: OpenAuditParts
  readonly #state: SrvraStateManager
  readonly #listeners = new Set<(last: number) => void>()
  #current: Audit | undefined

  constructor(parts: OpenAuditParts, state: SrvraStateManager) {
    this.#parts = parts
    this.#state = state
  }

  /** Undefined while it is off. */
  get current(): Audit | undefined {
    return this.#current
  }

  /** What the options say, or what was chosen for the store before. Throws as `enable` does. */
  begin(options: AuditOptions | undefined): void {
    const kept = keptSettings(this.#parts.storage)
    const chosen = options ?? kept
    if (chosen?.enabled) this.enable(chosen)
    else if (kept?.enabled) {
      // Its last entry says that it ends, and how it was kept says how that is signed.
      this.enable(kept)
      this.disable(this.#parts.actor)
    }
  }

  /** Audits from now on, in this way and no other. Throws E_DURATION, E_KEY_FORMAT, and what the store throws. */
  enable(options: AuditOptions): Audit {
    const { storage } = this.#parts
    this.#current?.close()
    const audit = buildAudit(this.#parts, options, (last) => this.#tell(last))
    keepSettings(storage, { ...options, enabled: true })
    this.#current = audit
    this.#state.auditBy(audit.auditor)
    return audit
  }

  /** Ends the audit of the store, which is its last entry. Idempotent. */
  disable(actor: string): void {
    const audit = this.#current
    if (!audit) return
    audit.end(actor)
    keepSettings(this.#parts.storage, { ...keptSettings(this.#parts.storage), enabled: false })
    this.#state.auditBy(undefined)
    this.#current = undefined
  }

  /** Tells of the newest entry whenever there are more, whoever audits. The returned function ends it. */
  onGrown(listener: (last: number) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(last: number): void {
    for (const listener of this.#listeners) listener(last)
  }
}

/** Where heads of a store in a folder are kept: beside it, and where else the options say. */
export function headArchives(dir: string, { headsTo }: Pick<AuditOptions, 'headsTo'>): readonly HeadArchive[] {
  const beside = new FolderHeadArchive(join(dir, HEADS))
  return headsTo === undefined ? [beside] : [beside, new FolderHeadArchive(resolve(headsTo))]
}

/** The file with the public half of the key of a store in a folder. */
export function publicKeyFile(dir: string): string {
  return join(dir, PUBLIC_KEY)
}

function buildAudit({ dir, ...given }: OpenAuditParts, options: AuditOptions, onGrown: (last: number) => void): Audit {
  const parts = { ...given, retentionMs: retentionOf(options), onGrown }
  if (dir === undefined) return new Audit({ ...parts, key: newAuditKey(), archives: [new MemoryHeadArchive()] })
  const key = readOrMakeKey(resolve(options.keyFile ?? join(dir, KEY)), publicKeyFile(dir))
  return new Audit({ ...parts, key, archives: headArchives(dir, options) })
}

/** The public half lies beside the store, also where the other half lies elsewhere: anybody may check. */
function readOrMakeKey(file: string, publicFile: string): AuditKey {
  const key = existsSync(file) ? parseAuditKey(readFileSync(file, 'utf8'), file) : newAuditKey()
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, auditKeyText(key), { mode: 0o600, flag: 'wx', flush: true })
  }
  const text = publicKeyText(key)
  if (!existsSync(publicFile) || readFileSync(publicFile, 'utf8') !== text)
    writeFileSync(publicFile, text, { mode: 0o644, flush: true })
  return key
}
