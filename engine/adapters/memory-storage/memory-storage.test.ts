import { storageContract } from '../../testing/storage-contract.ts'
import { createMemoryStorage } from './index.ts'

storageContract('memory', () => ({ storage: createMemoryStorage() }))
