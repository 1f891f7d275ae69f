import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { MemoryHeadArchive } from '../adapters/memory-head-archive.ts'
import { createMemoryStorage } from '../adapters/memory-storage/index.ts'
import { nodeSha256 } from '../adapters/node-hash.ts'
import { openSqliteStorage } from '../adapters/sqlite-storage/index.ts'
import type { HeadArchive } from '../ports/head-archive.ts'
import type { Storage } from '../ports/storage.ts'
import { Audit } from '../security/audit/audit.ts'
import type { AuditParts } from '../security/audit/audit.ts'
import { ENTRIES, entryRecord, linkedEntry } from '../security/audit/audit-entry.ts'
import type { LinkedEntry } from '../security/audit/audit-entry.ts'
import { newAuditKey } from '../security/audit/audit-key.ts'
import { verifyTrail } from '../security/audit/verify-trail.ts'
import type { AuditReport } from '../security/audit/verify-trail.ts'
import type { StoreKind } from './state-fixture.ts'
import { VirtualTime } from './virtual-time.ts'

/** A store with an audit on virtual time, which can be opened again, tampered with and verified. */
export class AuditFixture {
  readonly time = new VirtualTime()
  readonly key = newAuditKey()
  readonly archives: HeadArchive[]
  readonly reported: unknown[] = []
  readonly storage: Storage
  readonly #more: Partial<AuditParts>
  audit: Audit

  constructor(store: StoreKind = 'memory', more: Partial<AuditParts> = {}) {
    this.storage = store === 'memory' ? createMemoryStorage({}) : sqliteStorage()
    this.archives = [...(more.archives ?? [new MemoryHeadArchive()])]
    this.#more = more
    this.audit = this.open()
    onTestFinished(() => this.storage.close())
  }

  open(): Audit {
    return new Audit({
      storage: this.storage,
      hash: nodeSha256,
      clock: this.time,
      scheduler: this.time,
      key: this.key,
      retentionMs: undefined,
      report: (error) => void this.reported.push(error),
      ...this.#more,
      archives: this.archives,
    })
  }

  /** As a program that ends and begins again. */
  reopen(): void {
    this.audit.close()
    this.audit = this.open()
  }

  /** Notes so many acts of an operator. */
  act(times: number): void {
    for (let i = 0; i < times; i++)
      this.audit.note({ actor: 'ann', origin: 'console', action: 'alerts.acknowledge', target: `rule-${i}`, outcome: 'done' })
  }

  get entries(): readonly LinkedEntry[] {
    return [...this.audit.walk({})].flat()
  }

  /** Puts entries where others are, or none, as somebody does who can write to the store, and knows how. */
  tamper(changes: ReadonlyMap<number, LinkedEntry | undefined>): void {
    const records = [...changes].map(([n, entry]) => {
      const record = entryRecord(entry ?? ({ n } as LinkedEntry))
      return { collection: ENTRIES, id: entryRecord({ n } as LinkedEntry).id, value: entry && record.value }
    })
    void this.storage.append([], records)
  }

  /** Of the store alone, with the public key and the heads: as somebody who has no part in it. */
  verify(heads: Iterable<string> = this.archives.flatMap((archive) => [...archive.lines()])): AuditReport {
    const work = verifyTrail({ storage: this.storage, hash: nodeSha256, publicKey: this.key.verifying, heads })
    let step = work.next()
    while (step.done !== true) step = work.next()
    return step.value
  }
}

/** What stands at a place of the trail. */
export function entryAt(storage: Storage, n: number): LinkedEntry {
  const [record] = storage.records(ENTRIES, { after: entryRecord({ n: n - 1 } as LinkedEntry).id, limit: 1 })
  if (!record) throw new Error(`there is no entry ${n}`)
  return linkedEntry(record)
}

function sqliteStorage(): Storage {
  const dir = mkdtempSync(join(tmpdir(), 'srvra-audit-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return openSqliteStorage({ dir, synchronous: 'NORMAL' })
}
