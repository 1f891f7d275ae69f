import { randomBytes } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { BrowserWindow } from 'electron'

/** Writes what the window shows, as PNG. The file appears whole or not at all. */
export async function takeScreenshot(window: BrowserWindow, file: string): Promise<void> {
  const image = await window.webContents.capturePage()
  if (image.isEmpty()) throw new Error('The window has painted nothing: it has no display to draw on.')
  const part = `${file}.${randomBytes(4).toString('hex')}.part`
  await mkdir(dirname(file), { recursive: true })
  await writeFile(part, image.toPNG())
  await rename(part, file)
}
