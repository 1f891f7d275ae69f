import { backupTargetContract } from '../../testing/backup-target-contract.ts'
import { MemoryTarget } from './memory-target.ts'

backupTargetContract('memory', () => ({ target: new MemoryTarget() }))
