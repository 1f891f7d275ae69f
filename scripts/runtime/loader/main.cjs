// The app inside the fallback runtime: does what Electron's own default app does for `electron [-r FILE] FOLDER`.
const { app } = require('electron')
const { readFileSync } = require('node:fs')
const { join, resolve } = require('node:path')

const preloaded = []
let folder
for (let rest = process.argv.slice(1); rest.length > 0 && folder === undefined; rest = rest.slice(1)) {
  if (rest[0] === '-r' || rest[0] === '--require') {
    preloaded.push(resolve(rest[1]))
    rest = rest.slice(1)
  } else if (!rest[0].startsWith('-')) {
    folder = rest[0]
  }
}
if (folder === undefined) {
  process.stderr.write('Usage: electron [flags] [-r FILE] FOLDER\n')
  process.exit(2)
}
const appPath = resolve(folder)
const manifest = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8'))
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
app.setName(manifest.productName ?? manifest.name)
app.setVersion(manifest.version)
app.setAppPath(appPath)
for (const file of preloaded) require(file)
// Synchronously, as Electron's own does for CommonJS: what an app must decide before 'ready' is decided in time.
require(join(appPath, manifest.main))
