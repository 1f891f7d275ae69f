import { describe } from 'vitest'
import { bulkContract } from './storage-contract/bulk-contract.ts'
import { copyingContract } from './storage-contract/copying-contract.ts'
import { compactionContract } from './storage-contract/compaction-contract.ts'
import type { CreateFixture } from './storage-contract/fixture.ts'
import { livesContract } from './storage-contract/lives-contract.ts'
import { listingContract } from './storage-contract/listing-contract.ts'
import { readingContract } from './storage-contract/reading-contract.ts'
import { recordsContract } from './storage-contract/records-contract.ts'
import { scanningContract } from './storage-contract/scanning-contract.ts'
import { writingContract } from './storage-contract/writing-contract.ts'

export type { CreateFixture, StorageFixture } from './storage-contract/fixture.ts'

/** What every store must do, whatever it keeps its changes in. An adapter's test calls this with a way to make an empty one. */
export function storageContract(name: string, create: CreateFixture): void {
  describe(`the storage contract on ${name}`, () => {
    writingContract(create)
    readingContract(create)
    listingContract(create)
    scanningContract(create)
    bulkContract(create)
    compactionContract(create)
    recordsContract(create)
    copyingContract(create)
    livesContract(create)
  })
}
