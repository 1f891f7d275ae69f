import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { SrvraDataSync } from '../../engine/index.ts'
import { buildConsole } from '../../scripts/console/build-console.ts'
import { sandboxFlags, sandboxSurroundings } from '../../scripts/console/sandbox.ts'
import { withDisplay } from '../../scripts/display/with-display.ts'
import { root } from '../../scripts/repository.ts'
import { ensureElectronRuntime } from '../../scripts/runtime/electron-runtime.ts'
import { keyOf, stockRecord } from '../harness/documents.ts'
import { atMost, type Figures, type RunContext, type Scenario } from '../harness/scenario.ts'

const FRAMES = 300
const KEYS = 60

function fill(dir: string, documents: number): void {
  const engine = new SrvraDataSync({ storage: { dir, synchronous: 'NORMAL' } })
  for (let first = 0; first < documents; first += 1_000) {
    engine.batch(Array.from({ length: 1_000 }, (_, index) => ({ key: keyOf(first + index), value: stockRecord(first + index) })))
  }
  void engine.close()
}

/** Starts the built console on a store of so many documents and works with it as an operator would. */
async function operate({ dir }: RunContext, documents: number): Promise<Figures> {
  const runtime = await ensureElectronRuntime()
  await buildConsole()
  const data = join(dir, 'data')
  mkdirSync(data)
  fill(data, documents)
  let figures: Figures = {}
  await withDisplay(async (display) => {
    const env = { ...process.env, ...runtime.env, ...display } as Record<string, string>
    const started = performance.now()
    const app = await _electron.launch({
      executablePath: runtime.executablePath,
      args: ['--disable-gpu', ...sandboxFlags(sandboxSurroundings()), root, `--data=${data}`],
      env,
    })
    const page = await app.firstWindow()
    await page.getByRole('link', { name: 'State' }).click()
    await page.getByRole('row').nth(5).waitFor()
    const startMs = performance.now() - started
    await page
      .getByText(new RegExp(documents.toLocaleString('en-GB').replaceAll(',', '.')))
      .first()
      .waitFor({ timeout: 120_000 })
    figures = { 'start to rows ms': startMs, ...(await scrolling(page)), ...(await keysToPaint(page)), ...(await idle(app)) }
    await app.close()
    return 0
  })
  return figures
}

/** Drags the table's scroll position through the whole list and takes the time of each frame. */
async function scrolling(page: Page): Promise<Figures> {
  const times = await page.evaluate(async (frames) => {
    const scrollers = [...document.querySelectorAll('*')].filter(
      (element) => element.scrollHeight > element.clientHeight * 4 && element.clientHeight > 200,
    )
    const scroller = scrollers.toSorted((a, b) => b.scrollHeight - a.scrollHeight)[0]
    if (!scroller) throw new Error('nothing scrolls')
    const taken: number[] = []
    let last = await new Promise<number>(requestAnimationFrame)
    for (let frame = 1; frame <= frames; frame += 1) {
      scroller.scrollTop = ((scroller.scrollHeight - scroller.clientHeight) * frame) / frames
      const now = await new Promise<number>(requestAnimationFrame)
      taken.push(now - last)
      last = now
    }
    scroller.scrollTop = 0
    return taken.toSorted((a, b) => a - b)
  }, FRAMES)
  return {
    'scroll frame p50 ms': times[times.length >> 1] as number,
    'scroll frame p95 ms': times[Math.floor(times.length * 0.95)] as number,
  }
}

/** From a key to the frame after the one that shows the moved cursor. */
async function keysToPaint(page: Page): Promise<Figures> {
  await page.getByRole('row').nth(3).click()
  await page.evaluate(() => {
    const measured = window as unknown as { keyTimes: number[] }
    measured.keyTimes = []
    window.addEventListener(
      'keydown',
      (event) => {
        requestAnimationFrame(() => requestAnimationFrame(() => measured.keyTimes.push(performance.now() - event.timeStamp)))
      },
      { capture: true },
    )
  })
  for (let key = 0; key < KEYS; key += 1) await page.keyboard.press('ArrowDown')
  const times = await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame)
    return (window as unknown as { keyTimes: number[] }).keyTimes.toSorted((a, b) => a - b)
  })
  return { 'key to paint p95 ms': times[Math.floor(times.length * 0.95)] as number }
}

/** Processor share and memory of all processes over five seconds in which nobody does anything. */
async function idle(app: ElectronApplication): Promise<Figures> {
  const measured = await app.evaluate(async ({ app: electron }) => {
    const pause = (millis: number): Promise<void> => new Promise((done) => setTimeout(done, millis))
    await pause(2_000)
    electron.getAppMetrics()
    await pause(5_000)
    const metrics = electron.getAppMetrics()
    return {
      cpu: metrics.reduce((sum, one) => sum + one.cpu.percentCPUUsage, 0),
      memory: metrics.reduce((sum, one) => sum + one.memory.workingSetSize, 0) / 1024,
    }
  })
  return { 'idle CPU %': measured.cpu, 'memory MiB': measured.memory }
}

const MILLION = '1,000,000 documents'

export const scenario: Scenario = {
  name: 'console',
  title: 'The console',
  description:
    'The built console in a real Electron under a virtual display without a graphics card: from the start of the process to rows on the screen, a scroll through the whole list in 300 frames, the arrow key 60 times, five idle seconds. Memory is the working set of all its processes together.',
  rounds: 3,
  contestants: [
    { name: '135,000 documents', role: 'ours', run: (context) => operate(context, 135_000) },
    { name: MILLION, role: 'ours', run: (context) => operate(context, 1_000_000) },
  ],
  targets: (median) => [
    atMost('console', '1,000,000 documents: p95 frame <= 25 ms while scrolling', median(MILLION, 'scroll frame p95 ms'), 25),
    atMost('console', '1,000,000 documents: key to paint p95 <= 100 ms', median(MILLION, 'key to paint p95 ms'), 100),
    atMost('console', 'idle CPU <= 1 %', median(MILLION, 'idle CPU %'), 1),
    atMost('console', 'start to usable <= 2.5 s', median(MILLION, 'start to rows ms') / 1000, 2.5),
  ],
}
