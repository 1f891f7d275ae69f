import type { BackupObject, BackupTarget } from '../../ports/backup-target.ts'
import { assertObjectName, assertObjectSize, missingObject } from './refusals.ts'

/** The reference: everything in memory, gone with the process. */
export class MemoryTarget implements BackupTarget {
  readonly name: string
  readonly #objects = new Map<string, Uint8Array>()

  constructor(name = 'memory') {
    this.name = name
  }

  async put(name: string, content: Uint8Array, signal?: AbortSignal): Promise<void> {
    assertObjectName(this.name, name)
    assertObjectSize(this.name, name, content.byteLength)
    signal?.throwIfAborted()
    this.#objects.set(name, Uint8Array.from(content))
  }

  async get(name: string, signal?: AbortSignal): Promise<Uint8Array> {
    assertObjectName(this.name, name)
    signal?.throwIfAborted()
    const content = this.#objects.get(name)
    if (!content) throw missingObject(this.name, name)
    return Uint8Array.from(content)
  }

  async list(page: { after?: string; limit: number; signal?: AbortSignal }): Promise<readonly BackupObject[]> {
    page.signal?.throwIfAborted()
    const names = [...this.#objects.keys()].filter((name) => name > (page.after ?? '')).toSorted()
    return names.slice(0, page.limit).map((name) => ({ name, bytes: this.#objects.get(name)?.byteLength ?? 0 }))
  }

  async remove(name: string, signal?: AbortSignal): Promise<void> {
    assertObjectName(this.name, name)
    signal?.throwIfAborted()
    this.#objects.delete(name)
  }
}
