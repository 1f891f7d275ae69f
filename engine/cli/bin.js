#!/usr/bin/env node
// Plain JavaScript that every Node.js can read: it says what is missing before anything newer is loaded.
import module from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
// From these versions on Node.js runs TypeScript by itself.
const able = major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)

if (able) {
  // Compiled code is kept in the user's own cache: the second start takes a third of the time. Without a cache it goes on as well.
  module.enableCompileCache(join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'srvra'))
  await import('./srvra.ts')
} else {
  process.stderr.write(
    `srvra: E_RUNTIME: Node.js 22.18 or newer is needed, this is ${process.versions.node}. Install it, or run npx srvra where one is installed.\n`,
  )
  process.exitCode = 78
}
