import { createRequire } from 'node:module'
import type Database from 'better-sqlite3'
import { SrvraError } from '../../core/errors.ts'

const NODE_API_NEEDED = 10

/** Where the bundle runs as CommonJS there is no import.meta.url; the addon is then found from the bundle's own place. */
const load = createRequire(typeof __filename === 'string' ? __filename : import.meta.url)

/**
 * Loads better-sqlite3. Its addon ends a process that offers an older Node-API than it needs (F1), so the runtime is
 * checked first. Throws E_RUNTIME.
 */
export function loadSqlite(): typeof Database {
  const offered = Number(process.versions['napi'] ?? 0)
  if (offered < NODE_API_NEEDED && nativeBinding() === undefined) {
    const message = `The store needs Node.js 22.14 or later (or Electron 36), and this is ${process.version}: start it with a newer one.`
    throw new SrvraError('E_RUNTIME', message, { nodeApi: offered, needed: NODE_API_NEEDED })
  }
  return load('better-sqlite3') as typeof Database
}

/** The addon built for an older runtime; set by whoever starts such a runtime, absent otherwise. */
export function nativeBinding(): string | undefined {
  return process.env['SRVRA_SQLITE_BINDING']
}
