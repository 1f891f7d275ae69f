import { randomBytes } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { BrowserWindow } from 'electron'

const BETWEEN_LOOKS_MS = 150
const MOST_LOOKS = 40

/** Writes what the window shows, as PNG. The file appears whole or not at all. */
export async function takeScreenshot(window: BrowserWindow, file: string): Promise<void> {
  const image = await stillImage(window)
  if (image.length === 0) throw new Error('The window has painted nothing: it has no display to draw on.')
  const part = `${file}.${randomBytes(4).toString('hex')}.part`
  await mkdir(dirname(file), { recursive: true })
  await writeFile(part, image)
  await rename(part, file)
}

/** What has been drawn reaches the screen a frame or two later: the picture is taken when it stands still. */
async function stillImage(window: BrowserWindow): Promise<Buffer> {
  let last: Buffer = Buffer.alloc(0)
  for (let look = 0; look < MOST_LOOKS; look++) {
    await delay(BETWEEN_LOOKS_MS)
    const image = (await window.webContents.capturePage()).toPNG()
    if (image.length > 0 && image.equals(last)) break
    last = image
  }
  return last
}
