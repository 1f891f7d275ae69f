import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ask, call } from '../bridge.ts'
import { expect, launchConsole, test } from '../launch.ts'

const DOCUMENTS = 'srvra_documents'

test('V-190 a console keeps figures and watches alerts from the start', async ({ console: { page, dataDir } }) => {
  await expect.poll(() => ask(page, 'metrics.latest', { series: [DOCUMENTS] })).toMatchObject([{ value: 0 }])
  expect(existsSync(join(dataDir, 'series.sqlite'))).toBe(true)
  const alerts = await ask(page, 'alerts.list', {})
  expect(alerts.map(({ rule }) => rule.id)).toContain('commit-latency')
  const told = page.evaluate(() => new Promise((hear) => window.srvra.on('monitoring', hear)))
  expect(await told).toMatchObject({ firing: expect.any(Number) })
})

test('V-190 a store whose figures cannot be kept is open all the same', async ({ dataDir }) => {
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(join(dataDir, 'series.sqlite'), 'no database at all')
  const { app, page } = await launchConsole(dataDir)
  expect(await ask(page, 'engine.overview', {})).toMatchObject({ documents: 0 })
  expect(await call(page, 'alerts.list', {})).toMatchObject({ ok: false, error: { code: 'E_MONITORING_OFF' } })
  await app.close()
})
