// The app inside the fallback runtime: does what Electron's own default app does for `electron FOLDER`.
const { app } = require('electron')
const { readFileSync } = require('node:fs')
const { join, resolve } = require('node:path')

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (folder === undefined) {
  process.stderr.write('Usage: electron [flags] FOLDER\n')
  process.exit(2)
}
const appPath = resolve(folder)
const manifest = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8'))
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
app.setName(manifest.productName ?? manifest.name)
app.setVersion(manifest.version)
app.setAppPath(appPath)
// Synchronously, as Electron's own does for CommonJS: what an app must decide before 'ready' is decided in time.
require(join(appPath, manifest.main))
