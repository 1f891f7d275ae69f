import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openBackupTarget } from './open-backup-target.ts'
import { startS3Server } from './testing/s3-server.ts'

test('B-9 a target is opened where the options say', async () => {
  const root = mkdtempSync(join(tmpdir(), 'srvra-target-'))
  const server = await startS3Server(join(root, 's3'))
  onTestFinished(async () => {
    await server.close()
    rmSync(root, { recursive: true })
  })
  for (const options of [{ folder: join(root, 'backups') }, { s3: server.options }]) {
    const target = await openBackupTarget(options)
    await target.put('a', Buffer.from('one'))
    expect(await target.list({ limit: 2 })).toEqual([{ name: 'a', bytes: 3 }])
  }
})
