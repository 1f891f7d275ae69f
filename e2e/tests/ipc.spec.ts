import { call } from '../bridge.ts'
import { expect, test } from '../launch.ts'
import type { CommandName } from '../../src/shared/contract.ts'

type Attempt = readonly [command: unknown, ...args: unknown[]]

/** What a page would be told that calls so, with as many arguments as it likes. */
function attemptScript(attempt: Attempt): Promise<unknown> {
  const bridge = window.srvra as unknown as { call: (...request: unknown[]) => Promise<unknown> }
  return bridge.call(...attempt).catch((error: unknown) => ({ thrown: String(error) }))
}

test.describe('V-51 the gate between page and main', () => {
  const refused = (code: string): unknown => ({ ok: false, error: expect.objectContaining({ code }) as unknown })

  test('a command that is on no list does not leave the page', async ({ sharedConsole: { page } }) => {
    for (const name of ['no.such', '__proto__', 'constructor', 'srvra:call', '', 7, null, { toString: 'x' }])
      expect(await page.evaluate(attemptScript, [name, {}] as Attempt)).toEqual({ thrown: expect.any(String) as unknown })
  })

  test('main refuses a command that it does not know, whoever sends it', async ({ sharedConsole: { app } }) => {
    // Past the bridge: what a page that broke out of its world could send.
    const answers = await app.evaluate(async ({ ipcMain, BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      // Electron offers no other way to a handler that is not a page's.
      const handlers = Reflect.get(ipcMain, '_invokeHandlers') as Map<
        string,
        (event: unknown, ...args: unknown[]) => Promise<unknown>
      >
      const handle = handlers.get('srvra:call')
      const event = { sender: contents, senderFrame: contents?.mainFrame }
      const ask = (...request: unknown[]): Promise<unknown> => handle?.(event, ...request) ?? Promise.resolve('no handler')
      return {
        channels: [...handlers.keys()],
        listeners: ipcMain.eventNames().filter((name) => name !== 'error'),
        unknown: await ask('no.such', {}),
        prototype: await ask('__proto__', {}),
        inherited: await ask('constructor', {}),
        nameless: await ask(7, {}),
        empty: await ask(),
      }
    })
    expect(answers).toEqual({
      channels: ['srvra:call'],
      listeners: [],
      unknown: refused('E_SCHEMA'),
      prototype: refused('E_SCHEMA'),
      inherited: refused('E_SCHEMA'),
      nameless: refused('E_SCHEMA'),
      empty: refused('E_SCHEMA'),
    })
  })

  test('extra arguments, unknown fields and wrong types are refused', async ({ sharedConsole: { page } }) => {
    const attempts: Attempt[] = [
      ['documents.get', { key: 'a' }, 'extra'],
      ['documents.get'],
      ['documents.get', { key: 'a', force: true }],
      ['documents.get', { key: 7 }],
      ['documents.get', [{ key: 'a' }]],
      ['documents.get', null],
      ['documents.get', 'a'],
    ]
    for (const attempt of attempts)
      expect(await page.evaluate(attemptScript, attempt), JSON.stringify(attempt)).toEqual(refused('E_SCHEMA'))
  })

  test('values that are no JSON are refused', async ({ sharedConsole: { page } }) => {
    const answers = await page.evaluate(async () => {
      const bridge = window.srvra as unknown as { call: (...request: unknown[]) => Promise<unknown> }
      const outcome = (value: unknown): Promise<unknown> =>
        bridge.call('documents.diff', { before: value, after: null }).catch((error: unknown) => String(error))
      return {
        date: await outcome(new Date(0)),
        map: await outcome(new Map([['a', 1]])),
        bigint: await outcome(1n),
        bytes: await outcome(new Uint8Array(4)),
        function: await outcome(() => 1),
      }
    })
    expect(answers).toEqual({
      date: refused('E_TYPE'),
      map: refused('E_TYPE'),
      bigint: refused('E_TYPE'),
      bytes: refused('E_TYPE'),
      // This one can not even be sent.
      function: expect.stringContaining('could not be cloned') as unknown,
    })
  })

  test('a __proto__ payload pollutes nothing on either side', async ({ sharedConsole: { app, page } }) => {
    const answer = await page.evaluate(async () => {
      const polluting = JSON.parse(
        '{"theme":"system","__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}',
      ) as object
      return window.srvra.call('preferences.set', polluting)
    })
    expect(answer).toEqual(refused('E_SCHEMA'))
    const text = '{"a":{"__proto__":{"polluted":"yes"}}}'
    expect(await call(page, 'documents.set', { key: 'polluting', baseVersion: 0, text })).toEqual(refused('E_KEY_FORBIDDEN'))
    const polluted = (): boolean => 'polluted' in {}
    expect([await app.evaluate(polluted), await page.evaluate(polluted)]).toEqual([false, false])
  })

  test('100 MB of text are refused, and the console lives on', async ({ sharedConsole: { page } }) => {
    const answers = await page.evaluate(async () => {
      const text = 'x'.repeat(100_000_000)
      return [
        await window.srvra.call('documents.set', { key: 'large', baseVersion: 0, text }),
        await window.srvra.call('documents.get', { key: text }),
        await window.srvra.call('clipboard.write', { text }),
      ]
    })
    expect(answers).toEqual([refused('E_TOO_LARGE'), refused('E_TOO_LARGE'), refused('E_TOO_LARGE')])
    expect(await call(page, 'app.info', {})).toMatchObject({ ok: true })
  })

  test('a file that nobody chose is neither read nor written', async ({ sharedConsole: { page } }) => {
    const file = '/etc/passwd'
    const plan = { file, format: 'ndjson', filter: '', metadata: false } as const
    expect(await call(page, 'transfer.preview-import', { file })).toEqual(refused('E_FILE_NOT_CHOSEN'))
    expect(await call(page, 'transfer.import', { file, keyTemplate: 'a/{b}', dryRun: true })).toEqual(refused('E_FILE_NOT_CHOSEN'))
    expect(await call(page, 'transfer.export', plan)).toEqual(refused('E_FILE_NOT_CHOSEN'))
  })

  test('ten thousand malformed calls leave no uncaught error', async ({ sharedConsole: { app, page } }) => {
    await app.evaluate(() => {
      Object.assign(globalThis, { uncaught: 0 })
      const count = (): void => {
        ;(globalThis as unknown as { uncaught: number }).uncaught++
      }
      process.on('uncaughtExceptionMonitor', count)
    })
    const { COMMAND_NAMES } = await import('../../src/shared/names.ts')
    // These would close the window, end the program or wait for a person.
    const left = new Set([
      'app.quit',
      'app.may-close',
      'host.choose-folder',
      'dialogs.open-file',
      'dialogs.save-file',
      'engine.load-sample',
    ])
    const names = Object.keys(COMMAND_NAMES).filter((name) => !left.has(name)) as CommandName[]
    const codes = await page.evaluate(async (commands) => {
      // A small generator with a seed, so that a failure can be had again.
      let state = 42
      const random = (below: number): number => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
        return state % below
      }
      const scalars = ['', 'a', '/', '\u0000', '\ud800', -1, 0, 1.5, Number.NaN, Infinity, 1e300, true, null, undefined]
      const fields = [
        'key',
        'id',
        'text',
        'filter',
        'sort',
        'at',
        'limit',
        'baseVersion',
        'file',
        'pattern',
        'version',
        'keys',
        'expectedCount',
        'prefix',
        'before',
        'after',
      ]
      const value = (depth: number): unknown => {
        if (depth === 0 || random(3) > 0) return scalars[random(scalars.length)]
        if (random(2) === 0) return Array.from({ length: random(4) }, () => value(depth - 1))
        return Object.fromEntries(Array.from({ length: random(4) }, () => [fields[random(fields.length)] ?? 'x', value(depth - 1)]))
      }
      const seen = new Set<string>()
      for (let round = 0; round < 10_000; round++) {
        const command = commands[random(commands.length)] as 'app.info'
        const answer = await window.srvra.call(command, value(4) as Record<string, never>).catch(String)
        seen.add(typeof answer === 'string' ? `thrown ${answer}` : answer.ok ? 'ok' : answer.error.code)
      }
      return [...seen]
    }, names)
    expect(codes).not.toContain('E_INTERNAL')
    expect(codes.filter((code) => code.startsWith('thrown'))).toEqual([])
    expect(codes).toContain('E_SCHEMA')
    expect(await app.evaluate(() => (globalThis as unknown as { uncaught: number }).uncaught)).toBe(0)
  })
})
