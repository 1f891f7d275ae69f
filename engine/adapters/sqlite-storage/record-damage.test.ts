import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { finish, refusal } from '../../testing/storage-contract/fixture.ts'
import { openSqliteStorage } from './index.ts'

test('L-36 a record that was changed behind our back is refused, and found by verify', () => {
  const dir = mkdtempSync(join(tmpdir(), 'srvra-record-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const store = openSqliteStorage({ dir })
  store.append([], [{ collection: 'notes', id: 'x', value: { amount: 10 } }])
  store.close()
  const file = new Database(join(dir, 'store.sqlite'))
  file.prepare("UPDATE records SET value = replace(value, '10', '90')").run()
  file.close()
  const opened = openSqliteStorage({ dir })
  onTestFinished(() => opened.close())
  expect(refusal(() => opened.record('notes', 'x'))).toMatchObject({ code: 'E_STORE_CORRUPT' })
  expect(finish(opened.verify()).problems).toMatchObject([{ code: 'E_RECORD' }])
})
