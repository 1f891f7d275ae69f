import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { LARGEST_OBJECT } from '../../ports/backup-target.ts'
import { backupTargetContract } from '../../testing/backup-target-contract.ts'
import { sayUntested } from '../../testing/faults/say-untested.ts'
import { openFolderTarget } from './folder-target.ts'

const HOUR_MS = 3_600_000
const posix = process.platform !== 'win32'

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'srvra-target-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

backupTargetContract('a folder', async () => {
  const root = mkdtempSync(join(tmpdir(), 'srvra-target-'))
  return {
    target: await openFolderTarget({ folder: join(root, 'backups') }),
    dispose: () => rmSync(root, { recursive: true, force: true }),
  }
})

test('B-7 the folder is made for its owner alone, and so is every object', { skip: !posix }, async () => {
  const folder = join(scratch(), 'backups')
  const target = await openFolderTarget({ folder })
  await target.put('a', Buffer.from('one'))
  expect(lstatSync(folder).mode & 0o777).toBe(0o700)
  expect(lstatSync(join(folder, 'a')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['a'])
  expect(target.name).toBe(`folder ${folder}`)
})

test('B-7 objects outlive the target that put them', async () => {
  const folder = scratch()
  await (await openFolderTarget({ folder })).put('a', Buffer.from('one'))
  expect(Buffer.from(await (await openFolderTarget({ folder })).get('a')).toString()).toBe('one')
})

test('B-7 what a crash left half-written is no object, and goes when it is old', async () => {
  const folder = scratch()
  const [old, young, strange] = ['.a.0123456789abcdef.part', '.a.fedcba9876543210.part', '.mine.part']
  for (const name of [old, young, strange]) writeFileSync(join(folder, name), 'half')
  const now = Date.now()
  for (const name of [old, strange]) utimesSync(join(folder, name), now / 1000, (now - 2 * HOUR_MS) / 1000)
  const target = await openFolderTarget({ folder }, () => now)
  expect(await target.list({ limit: 10 })).toEqual([])
  expect(readdirSync(folder)).toEqual([young, strange])
})

describe('B-7 links, folders and pipes under the name of an object', () => {
  const secret = 'not to be read'

  test('B-7 are neither read, listed nor removed, and nothing behind them is changed', { skip: !posix }, async () => {
    const folder = scratch()
    const outside = join(scratch(), 'outside')
    writeFileSync(outside, secret)
    const target = await openFolderTarget({ folder })
    symlinkSync(outside, join(folder, 'link'))
    mkdirSync(join(folder, 'folder'))
    execFileSync('mkfifo', [join(folder, 'pipe')])
    expect(await target.list({ limit: 10 })).toEqual([])
    for (const name of ['link', 'folder', 'pipe']) {
      await expect(target.get(name)).rejects.toMatchObject({ code: 'E_BACKUP_PATH', details: { object: name } })
      await expect(target.remove(name)).rejects.toMatchObject({ code: 'E_BACKUP_PATH' })
    }
    await target.put('link', Buffer.from('an object now'))
    expect(readFileSync(outside, 'utf8')).toBe(secret)
    expect(await target.list({ limit: 10 })).toEqual([{ name: 'link', bytes: 13 }])
    await expect(target.put('folder', Buffer.from('x'))).rejects.toMatchObject({ code: 'E_BACKUP_TARGET' })
    expect(readdirSync(folder)).toEqual(['folder', 'link', 'pipe'])
  })

  test('B-7 in place of the folder itself are refused', { skip: !posix }, async () => {
    const root = scratch()
    symlinkSync(scratch(), join(root, 'link'))
    writeFileSync(join(root, 'file'), '')
    for (const name of ['link', 'file'])
      await expect(openFolderTarget({ folder: join(root, name) })).rejects.toMatchObject({
        code: 'E_BACKUP_TARGET',
        details: { cause: 'ENOTDIR' },
      })
  })
})

test('B-3 a file that grew beyond what an object may have is not read', async () => {
  const folder = scratch()
  const target = await openFolderTarget({ folder })
  writeFileSync(join(folder, 'a'), Buffer.alloc(LARGEST_OBJECT + 1))
  await expect(target.get('a')).rejects.toMatchObject({ code: 'E_BACKUP_SIZE', details: { actual: LARGEST_OBJECT + 1 } })
})

test('B-7 a folder whose parent is not there is not made: its disk may not be mounted', async () => {
  const folder = join(scratch(), 'disk', 'backups')
  await expect(openFolderTarget({ folder })).rejects.toMatchObject({
    code: 'E_BACKUP_TARGET',
    details: { target: `folder ${folder}`, cause: 'ENOENT' },
  })
})

test('B-7 a folder that went away is told, and never made anew', async () => {
  const folder = join(scratch(), 'backups')
  const target = await openFolderTarget({ folder })
  rmSync(folder, { recursive: true })
  const refusal = { code: 'E_BACKUP_TARGET', details: { cause: 'ENOENT' } }
  await expect(target.put('a', Buffer.from('x'))).rejects.toMatchObject(refusal)
  await expect(target.list({ limit: 1 })).rejects.toMatchObject(refusal)
  await expect(target.get('a')).rejects.toMatchObject(refusal)
})

test('B-7 content is on the disk before its name, and the name before the answer', () => {
  if (spawnSync('strace', ['-V'], { stdio: 'ignore' }).status !== 0) return sayUntested('the order of fsync', 'there is no strace')
  const folder = scratch()
  const trace = join(scratch(), 'trace')
  const target = JSON.stringify(new URL('folder-target.ts', import.meta.url).href)
  const program = `const { openFolderTarget } = await import(${target})
    const target = await openFolderTarget({ folder: ${JSON.stringify(folder)} })
    await target.put('a', Buffer.from('one'))
    await (await import('node:fs/promises')).mkdir(${JSON.stringify(join(folder, 'answered'))})`
  const calls = ['-f', '-y', '-e', 'trace=fsync,rename,mkdir', '-o', trace]
  execFileSync('strace', [...calls, process.execPath, '--input-type=module', '-e', program])
  const seen = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => line.includes(folder))
  const acts = seen.map((line) => /(fsync|rename|mkdir)\(.*?(\.part>|answered|>|\.part)/.exec(line)?.slice(1).join(' '))
  expect(acts.filter((act) => act !== undefined)).toEqual(['fsync .part>', 'rename .part', 'fsync >', 'mkdir answered'])
})

test('B-7 a full disk is told, and nothing half-written stays', async () => {
  const folder = mountSmall()
  if (folder === undefined) return
  const target = await openFolderTarget({ folder })
  await target.put('small', Buffer.alloc(1000))
  await expect(target.put('large', Buffer.alloc(3_000_000))).rejects.toMatchObject({
    code: 'E_BACKUP_TARGET',
    details: { object: 'large', cause: 'ENOSPC' },
  })
  expect(readdirSync(folder)).toEqual(['small'])
  execFileSync('mount', ['-o', 'remount,ro', folder])
  await expect(target.put('small', Buffer.alloc(1))).rejects.toMatchObject({ details: { cause: 'EROFS' } })
  await expect(target.remove('small')).rejects.toMatchObject({ code: 'E_BACKUP_TARGET', details: { cause: 'EROFS' } })
  expect(await target.get('small')).toHaveLength(1000)
})

test('B-7 a folder that may not be entered is told', async () => {
  if (!posix || process.getuid?.() === 0) return sayUntested('a forbidden folder for backups', 'root may enter every folder')
  const folder = scratch()
  chmodSync(folder, 0)
  await expect(openFolderTarget({ folder })).rejects.toMatchObject({ details: { cause: 'EACCES' } })
})

/** A file system of 2 MB; undefined, said loudly, where none can be mounted. */
function mountSmall(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'srvra-target-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' }).status !== 0) {
    rmSync(folder, { recursive: true })
    sayUntested('a full disk of backups', 'no file system can be mounted')
    return undefined
  }
  onTestFinished(() => {
    execFileSync('umount', [folder])
    rmSync(folder, { recursive: true })
  })
  return folder
}
