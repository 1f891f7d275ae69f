import { letOthersRun } from '../admin/slices.ts'
import { equalJson } from '../core/json/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import type { Audit, PromisedWrite } from './promised-write.ts'

/** What is known of a hub's documents without its store. */
export interface HubCopy {
  /** Brings it up to date. */
  readonly refresh: () => Promise<void>
  /** The hub's newest version of a key that anybody has seen; 0 when there is none. */
  readonly version: (key: string) => number
  readonly value: (key: string) => JsonValue | undefined
}

const SLICE = 1000

/**
 * Holds a hub whose log is not at hand to its promises, by a copy of its documents. Of each key the newest promise is
 * kept: the hub must have come as far, with that value when it went no further. A version that was promised to two
 * writers for two values is one of them lost. // C-21
 */
export class CopyAudit implements Audit {
  readonly #copy: HubCopy
  readonly #newest = new Map<string, PromisedWrite>()
  #lost = 0

  constructor(copy: HubCopy) {
    this.#copy = copy
  }

  promised(write: PromisedWrite): void {
    const known = this.#newest.get(write.key)
    if (known && known.version > write.version) return
    if (known?.version === write.version && known.origin !== write.origin && !mayShare(known, write)) this.#lost++
    this.#newest.set(write.key, write)
  }

  async countLost(): Promise<number> {
    await this.#copy.refresh()
    let looked = 0
    for (const write of this.#newest.values()) {
      if (!this.#isThere(write)) this.#lost++
      if (++looked % SLICE === 0) await letOthersRun()
    }
    this.#newest.clear()
    return this.#lost
  }

  #isThere({ key, version, value, merged }: PromisedWrite): boolean {
    const reached = this.#copy.version(key)
    if (reached !== version || merged) return reached >= version
    const held = this.#copy.value(key)
    return held !== undefined && equalJson(held, value)
  }
}

/** Who writes what stands already is promised the version that stands. */
function mayShare(one: PromisedWrite, other: PromisedWrite): boolean {
  return one.merged || other.merged || equalJson(one.value, other.value)
}
