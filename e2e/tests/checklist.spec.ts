import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import manifest from '../../package.json' with { type: 'json' }
import { sandboxFlags, sandboxSurroundings } from '../../scripts/console/sandbox.ts'
import { call } from '../bridge.ts'
import { expect, test, type Console } from '../launch.ts'

/** What the page of the shared console was opened with. */
const webPreferences = ({ app }: Console): Promise<Record<string, unknown>> =>
  app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    return contents.getLastWebPreferences()
  })

/** Directives of the policy that the page came with. */
async function contentPolicy({ app }: Console): Promise<string> {
  return app.evaluate(async ({ session }) => {
    const response = await session.defaultSession.fetch('app://console/')
    return response.headers.get('content-security-policy') ?? ''
  })
}

test.describe('Electron’s security checklist', () => {
  test('1 V-78 only content of its own is loaded: nothing reaches a server', async ({ sharedConsole }) => {
    const paths: string[] = []
    const server = createServer((request, response) => {
      paths.push(request.url ?? '')
      response.end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const origin = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const { page, app } = sharedConsole
    await page.evaluate(async (host) => {
      const load = (tag: string, attributes: Record<string, string>): void => {
        const element = Object.assign(document.createElement(tag), attributes)
        document.body.append(element)
        setTimeout(() => element.remove(), 300)
      }
      load('img', { src: `http://${host}/img` })
      load('link', { rel: 'stylesheet', href: `http://${host}/css` })
      load('link', { rel: 'prefetch', href: `http://${host}/prefetch` })
      load('iframe', { src: `http://${host}/iframe` })
      load('video', { src: `http://${host}/video` })
      navigator.sendBeacon(`http://${host}/beacon`, 'x')
      try {
        new WebSocket(`ws://${host}/socket`)
      } catch {
        // Refused before it is made is as good.
      }
      await fetch(`http://${host}/fetch`).catch(() => {})
    }, origin)
    // The request filter stands behind the policy, also for what main itself would load.
    const fromMain = await app.evaluate(
      ({ session }, host) =>
        session.defaultSession.fetch(`http://${host}/main`).then(
          () => 'loaded',
          () => 'refused',
        ),
      origin,
    )
    await page.waitForTimeout(500)
    server.close()
    expect(fromMain).toBe('refused')
    expect(paths).toEqual([])
    expect(page.url()).toMatch(/^app:\/\/console\//)
    expect(await contentPolicy(sharedConsole)).not.toMatch(/http:|https:|ws:|wss:|\*/)
  })

  test('2 V-84 the page has nothing of Node.js', async ({ sharedConsole }) => {
    const types = await sharedConsole.page.evaluate(() =>
      ['require', 'process', 'Buffer', 'module', 'global', 'setImmediate', '__dirname'].filter((name) => name in globalThis),
    )
    expect(types).toEqual([])
    expect(await webPreferences(sharedConsole)).toMatchObject({ nodeIntegration: false, nodeIntegrationInSubFrames: false })
    // A worker would be the other place for Node.js to come in: there is none.
    const worker = await sharedConsole.page.evaluate(() => {
      try {
        return typeof new Worker('/index.html')
      } catch (error) {
        return (error as Error).message
      }
    })
    expect(worker).toContain('TrustedScriptURL')
  })

  test('3 V-84 what the page does to built-in objects does not reach the bridge', async ({ sharedConsole }) => {
    expect(await webPreferences(sharedConsole)).toMatchObject({ contextIsolation: true })
    const seen = await sharedConsole.page.evaluate(async () => {
      const calls: string[] = []
      const { push } = Array.prototype
      const { call: apply } = Function.prototype
      const { hasOwn } = Object
      Array.prototype.push = function (this: unknown[], ...items: unknown[]) {
        calls.push = push
        calls.push('push')
        return push.apply(this, items)
      }
      Object.hasOwn = () => {
        calls[calls.length] = 'hasOwn'
        return true
      }
      const answer = await window.srvra.call('documents.get', { key: 'a' }).catch(String)
      const unknown = await window.srvra.call('no.such' as 'app.quit', {}).catch(() => 'refused')
      Array.prototype.push = push
      Function.prototype.call = apply
      Object.hasOwn = hasOwn
      return { calls, answer, unknown }
    })
    expect(seen).toEqual({ calls: [], answer: { ok: true, value: null }, unknown: 'refused' })
  })

  test('4 V-84 the page runs in a sandbox', async ({ sharedConsole }) => {
    expect(await webPreferences(sharedConsole)).toMatchObject({ sandbox: true })
    // Chromium can not build its own sandbox for root and in most containers; anywhere else it must stand.
    const turnedOff = await sharedConsole.app.evaluate(({ app }) => app.commandLine.hasSwitch('no-sandbox'))
    expect(turnedOff).toBe(sandboxFlags(sandboxSurroundings()).length > 0)
  })

  test('5 V-78 every permission is denied', async ({ sharedConsole }) => {
    const outcomes = await sharedConsole.page.evaluate(async () => {
      const outcome = (attempt: Promise<unknown>): Promise<string> => attempt.then(String, () => 'denied')
      const geolocation = new Promise((resolve, reject) => {
        navigator.geolocation.getCurrentPosition(resolve, reject)
      })
      return {
        notifications: await Notification.requestPermission(),
        geolocation: await outcome(geolocation),
        camera: await outcome(navigator.mediaDevices.getUserMedia({ video: true })),
        microphone: await outcome(navigator.mediaDevices.getUserMedia({ audio: true })),
        screen: await outcome(navigator.mediaDevices.getDisplayMedia()),
        clipboard: await outcome(navigator.clipboard.readText()),
        midi: await outcome(navigator.requestMIDIAccess()),
        lock: await outcome(navigator.wakeLock.request('screen')),
      }
    })
    expect(new Set(Object.values(outcomes))).toEqual(new Set(['denied']))
  })

  test('6, 8, 9, 10 V-77 no setting of the web’s own security is weakened', async ({ sharedConsole }) => {
    const preferences = await webPreferences(sharedConsole)
    expect(preferences).toMatchObject({ webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false })
    expect(preferences['enableBlinkFeatures'] ?? '').toBe('')
  })

  test('7 V-77 the policy forbids inline script, eval, data scripts and markup from text', async ({ sharedConsole }) => {
    const policy = await contentPolicy(sharedConsole)
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ])
      expect(policy).toContain(directive)
    expect(policy).not.toMatch(/unsafe|data:|blob:/)
    const seen = await sharedConsole.page.evaluate(async () => {
      const violated: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective))
      const ran: string[] = []
      Object.assign(globalThis, { ran: (what: string) => ran.push(what) })
      const attempt = (act: () => unknown): void => {
        try {
          act()
        } catch (error) {
          ran.push(
            error instanceof Error && /Trusted|EvalError|Content Security/.test(`${error.name} ${error.message}`)
              ? 'refused'
              : String(error),
          )
        }
      }
      const script = (attributes: Record<string, string>): void => {
        const element = document.createElement('script')
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
        document.body.append(element)
      }
      attempt(() => document.body.append(Object.assign(document.createElement('script'), { textContent: "ran('inline')" })))
      attempt(() => script({ src: "data:text/javascript,ran('data')" }))
      // The debugger may evaluate what the page may not, so this is left to the page.
      setTimeout(() => {
        attempt(() => new Function("ran('function')")() as unknown)
        attempt(() => setTimeout("ran('timeout')" as never))
      })
      attempt(() => {
        document.body.insertAdjacentHTML('beforeend', `<img src=x onerror="ran('markup')">`)
      })
      attempt(() => document.body.setAttribute('onclick', "ran('handler')"))
      document.body.click()
      document.body.removeAttribute('onclick')
      await new Promise((resolve) => setTimeout(resolve, 300))
      return { ran: ran.filter((what) => what !== 'refused'), violated: violated.length }
    })
    expect(seen.ran).toEqual([])
    expect(seen.violated).toBeGreaterThanOrEqual(3)
  })

  test('11, 12 V-78 there is no web view', async ({ sharedConsole }) => {
    expect(await webPreferences(sharedConsole)).toMatchObject({ webviewTag: false })
    const guarded = await sharedConsole.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      let prevented = false
      contents?.emit('will-attach-webview', { preventDefault: () => (prevented = true) }, {}, {})
      return prevented
    })
    expect(guarded).toBe(true)
  })

  const elsewhere = [
    'https://example.com/',
    'file:///etc/passwd',
    'javascript:document.body.remove()',
    'data:text/html,x',
    'app://other/',
  ]
  for (const url of elsewhere) {
    test(`13 V-78 the page can not be led to ${url}`, async ({ sharedConsole: { page } }) => {
      await page.evaluate(() => Object.assign(window, { still: 'here' }))
      await page.evaluate((target) => {
        setTimeout(() => {
          location.href = target
        })
        const link = Object.assign(document.createElement('a'), { href: target })
        document.body.append(link)
        link.click()
        link.remove()
      }, url)
      await page.waitForTimeout(200)
      expect(page.url()).toMatch(/^app:\/\/console\//)
      expect(await page.evaluate(() => [(window as unknown as { still: string }).still, document.body.isConnected])).toEqual([
        'here',
        true,
      ])
    })
  }

  test('13 V-78 a page that blanked itself is brought back', async ({ sharedConsole: { page } }) => {
    // Electron lets nobody refuse about:blank: it has no content, and no bridge would answer it.
    await page.evaluate(() => {
      location.href = 'about:blank'
    })
    await page.waitForURL('app://console/**')
    await expect(page.getByRole('main')).toBeVisible()
  })

  test('14, 15 V-78 no window opens, and no link is handed to the system', async ({ sharedConsole: { app, page } }) => {
    await app.evaluate(({ shell }) => {
      Object.assign(globalThis, { handedOver: [] })
      shell.openExternal = (url) => {
        ;(globalThis as unknown as { handedOver: string[] }).handedOver.push(url)
        return Promise.resolve()
      }
    })
    const opened = await page.evaluate(() =>
      ['https://example.com', 'file:///etc/passwd', 'smb://host/share', 'ms-msdt:/id', 'javascript:1', 'about:blank', ''].map(
        (url) => window.open(url) !== null,
      ),
    )
    const after = await app.evaluate(({ BrowserWindow }) => ({
      windows: BrowserWindow.getAllWindows().length,
      handedOver: (globalThis as unknown as { handedOver: string[] }).handedOver,
    }))
    expect(opened).not.toContain(true)
    expect(after).toEqual({ windows: 1, handedOver: [] })
  })

  test('16 the Electron is the pinned one, or the known fallback', async ({ sharedConsole }) => {
    const version = await sharedConsole.app.evaluate(() => process.versions.electron)
    expect([manifest.devDependencies.electron, '33.2.1']).toContain(version)
  })

  test('17 V-75 only our page in the main frame is answered', async ({ sharedConsole: { app, page } }) => {
    const answers = await app.evaluate(async ({ app: electron, BrowserWindow }) => {
      const preload = `${electron.getAppPath()}/out/preload/index.cjs`
      const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
      await window.loadURL('about:blank')
      const answer = (await window.webContents.executeJavaScript("window.srvra.call('app.info', {})")) as unknown
      window.destroy()
      return answer
    })
    expect(answers).toMatchObject({ ok: false, error: { code: 'E_SENDER' } })
    const inFrame = await page.evaluate(() => {
      const frame = document.createElement('iframe')
      document.body.append(frame)
      const bridge = typeof frame.contentWindow?.srvra
      frame.remove()
      return bridge
    })
    expect(inFrame).toBe('undefined')
    expect(await call(page, 'app.info', {})).toMatchObject({ ok: true })
  })

  test('18 V-76 nothing but the page’s own files is served', async ({ sharedConsole: { app } }) => {
    const statuses = await app.evaluate(async ({ session }) => {
      const attempts = {
        '/': 'GET',
        '/index.html': 'GET',
        '/../../package.json': 'GET',
        '/..%2f..%2fpackage.json': 'GET',
        '/%2e%2e/%2e%2e/package.json': 'GET',
        '/assets/..%5c..%5cpackage.json': 'GET',
        '//etc/passwd': 'GET',
        '/index.html%00.js': 'GET',
        '/nothing': 'GET',
        '/assets/': 'GET',
        '/index.html?': 'POST',
      }
      const of = async ([path, method]: [string, string]): Promise<[string, number]> => {
        const response = await session.defaultSession.fetch(`app://console${path}`, { method })
        return [path, response.status]
      }
      const foreign = await session.defaultSession.fetch('app://elsewhere/index.html')
      return Object.fromEntries([...(await Promise.all(Object.entries(attempts).map(of))), ['elsewhere', foreign.status]])
    })
    const { '/': page, '/index.html': index, ...others } = statuses
    expect([page, index]).toEqual([200, 200])
    expect(new Set(Object.values(others))).toEqual(new Set([404]))
  })

  test('20 V-84 the bridge is two functions, and hands on no object of Electron’s', async ({ sharedConsole: { page } }) => {
    const shape = await page.evaluate(async () => {
      const received = new Promise<number>((resolve) => {
        const stop = window.srvra.on('preferences', (...args: unknown[]) => {
          stop()
          resolve(args.length)
        })
      })
      await window.srvra.call('preferences.set', { utc: false })
      const refused = (event: string): string => {
        try {
          window.srvra.on(event as 'tasks', () => {})
          return 'accepted'
        } catch {
          return 'refused'
        }
      }
      return {
        keys: Object.keys(window.srvra).toSorted(),
        types: [typeof window.srvra.call, typeof window.srvra.on],
        args: await received,
        channels: ['srvra:event', 'ipc-message', '__proto__'].map(refused),
        globals: ['electron', 'ipcRenderer', 'webFrame'].filter((name) => name in window),
      }
    })
    expect(shape).toEqual({
      keys: ['call', 'on'],
      types: ['function', 'function'],
      args: 1,
      channels: ['refused', 'refused', 'refused'],
      globals: [],
    })
  })
})
