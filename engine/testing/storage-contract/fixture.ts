import { onTestFinished } from 'vitest'
import type { Storage } from '../../ports/storage.ts'
import { ChangeAuthor } from '../change-author.ts'

/** What an adapter's test hands to the contract: how to make an empty store, and how to get rid of it. */
export interface StorageFixture {
  readonly storage: Storage
  /** Closes the store and opens what it left. Absent where nothing outlives the store. */
  readonly reopen?: () => Storage
  readonly dispose?: () => void
}

export type CreateFixture = () => StorageFixture

/** A store and somebody to write into it, both gone when the test is over. */
export function begin(create: CreateFixture): { storage: Storage; author: ChangeAuthor; reopen: (() => Storage) | undefined } {
  const fixture = create()
  onTestFinished(() => {
    fixture.storage.close()
    fixture.dispose?.()
  })
  return { storage: fixture.storage, author: new ChangeAuthor(fixture.storage), reopen: fixture.reopen }
}

/** Runs a generator of slices to its end. */
export function finish<Slice, Result>(slices: Generator<Slice, Result>): Result {
  for (;;) {
    const slice = slices.next()
    if (slice.done) return slice.value
  }
}

/** The `code` and details of what a call throws. */
export function refusal(call: () => unknown): { code?: unknown; details?: unknown } {
  try {
    call()
  } catch (error) {
    return error as { code?: unknown; details?: unknown }
  }
  throw new Error('the call was expected to be refused')
}
