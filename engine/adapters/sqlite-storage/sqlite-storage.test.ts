import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storageContract } from '../../testing/storage-contract.ts'
import { openSqliteStorage } from './index.ts'

storageContract('SQLite', () => {
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
})
