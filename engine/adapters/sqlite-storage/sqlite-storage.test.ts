import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileCopyContract } from '../../testing/storage-contract/copying-contract.ts'
import type { StorageFixture } from '../../testing/storage-contract.ts'
import { storageContract } from '../../testing/storage-contract.ts'
import { openSqliteStorage } from './index.ts'

storageContract('SQLite', create)
fileCopyContract(create)

function create(): StorageFixture {
  const dir = mkdtempSync(join(tmpdir(), 'srvra-store-'))
  const open = () => openSqliteStorage({ dir, synchronous: 'NORMAL' })
  let storage = open()
  return {
    storage,
    reopen: () => {
      storage.close()
      storage = open()
      return storage
    },
    dispose: () => {
      storage.close()
      rmSync(dir, { recursive: true })
    },
  }
}
