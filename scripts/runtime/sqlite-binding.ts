import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { withProgress } from '../setup/progress.mjs'
import { runQuietly } from '../setup/run-quietly.mjs'
import { ensureSystemParts, SYSTEM_PARTS } from '../setup/system-parts.mjs'
import { buildOnce, cacheRoot, recipeKey } from './cache-folder.ts'
import { applyEdit, assertNoStringReference, NODE_API_9_EDITS } from './sqlite-patch.ts'

const require = createRequire(import.meta.url)
const BINDING_FILE = 'better_sqlite3.node'

/**
 * Makes sure that there is a better-sqlite3 addon that Electron 33 can load, and answers its absolute path.
 * Built once per machine from the installed package's own sources; needs gcc, make and Python.
 */
export async function ensureSqliteBinding(electronPath: string): Promise<string> {
  const packageFile = require.resolve('better-sqlite3/package.json')
  const { version } = require(packageFile) as { version: string }
  const key = recipeKey([version, JSON.stringify(NODE_API_9_EDITS)])
  const folder = join(cacheRoot(), `better-sqlite3-${version}-napi9-${key}`)
  const binding = join(folder, BINDING_FILE)
  await buildOnce(folder, async (target) => {
    await ensureSystemParts(SYSTEM_PARTS.compiler, 'to build SQLite for the fallback runtime')
    await withProgress('Building SQLite for the fallback runtime (about 90 s, once per machine)', async () => {
      await buildBinding(dirname(packageFile), join(target, BINDING_FILE))
      await proveBinding(electronPath, dirname(packageFile), join(target, BINDING_FILE))
    })
  })
  return binding
}

async function buildBinding(packageFolder: string, output: string): Promise<void> {
  const sources = await mkdtemp(join(tmpdir(), 'srvra-sqlite-'))
  try {
    await cp(packageFolder, sources, { recursive: true })
    await patchSources(sources)
    // The build asks `require('node-addon-api')` where its headers are.
    const headers = dirname(createRequire(join(packageFolder, 'package.json')).resolve('node-addon-api'))
    await mkdir(join(sources, 'node_modules'), { recursive: true })
    await cp(headers, join(sources, 'node_modules', 'node-addon-api'), { recursive: true })
    const build = ['rebuild', '--release', '--force_build=1', `--nodedir=${await nodeHeaders(sources)}`]
    await runQuietly(process.execPath, [findNodeGyp(), ...build], { cwd: sources })
    await cp(join(sources, 'build', 'Release', BINDING_FILE), output)
  } finally {
    await rm(sources, { recursive: true, force: true })
  }
}

async function patchSources(sources: string): Promise<void> {
  for (const edit of NODE_API_9_EDITS) {
    const file = join(sources, edit.file)
    await writeFile(file, applyEdit(await readFile(file, 'utf8'), edit))
  }
  for (const name of await readdir(join(sources, 'src'), { recursive: true })) {
    if (/\.[ch]pp$/.test(name)) assertNoStringReference(name, await readFile(join(sources, 'src', name), 'utf8'))
  }
}

/** Opens a database with the new addon inside the runtime it is made for, before anything relies on it. */
async function proveBinding(electronPath: string, packageFolder: string, binding: string): Promise<void> {
  const program = `
    const Database = require(${JSON.stringify(packageFolder)})
    const db = new Database(':memory:', { nativeBinding: ${JSON.stringify(binding)} })
    db.exec('create table t (id integer primary key, name text)')
    db.prepare('insert into t (name) values (@name)').run({ name: 'Zürich' })
    if (db.prepare('select name from t where id = ?').get(1).name !== 'Zürich') process.exit(3)`
  await runQuietly(electronPath, ['-e', program], { env: { ELECTRON_RUN_AS_NODE: '1' }, timeoutMs: 60_000 })
}

/**
 * The headers of the Node.js that runs us. The `node` dev dependency brings them along, but a later `npm install` of
 * anything prunes them, as they are in no lock; then they come from the registry once more.
 */
async function nodeHeaders(work: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`
  try {
    return dirname(createRequire(require.resolve('node/package.json')).resolve(`${name}/package.json`))
  } catch {
    const tarball = (await runQuietly('npm', ['pack', `${name}@${process.versions.node}`, '--silent'], { cwd: work })).trim()
    await runQuietly('tar', ['-xzf', tarball], { cwd: work })
    return join(work, 'package')
  }
}

/** npm brings node-gyp along; npm scripts name it in the environment. */
function findNodeGyp(): string {
  const named = process.env['npm_config_node_gyp']
  if (named !== undefined && existsSync(named)) return named
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const npm = join(folder, 'npm')
    if (!existsSync(npm)) continue
    const candidate = join(dirname(realpathSync(npm)), '..', 'node_modules', 'node-gyp', 'bin', 'node-gyp.js')
    if (existsSync(candidate)) return candidate
  }
  throw new Error('node-gyp, which npm brings along, was not found. Install npm 11 or later from the Node.js distribution.')
}
