import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tool } from '../checks/tool.ts'
import { root } from '../repository.ts'

/** One offence against each rule, which must be found; and a few arrows that are fine, which must not. */
const files = {
  'engine/core/json.ts': `import type { Store } from '../ports/storage.ts'\nimport { z } from 'zod'\nimport { hash } from 'node:crypto'\nexport type Json = Store\nexport default [z, hash]`,
  'engine/ports/storage.ts': `import type { Json } from '../core/json.ts'\nexport type Store = Json`,
  'engine/state/state.ts': `import { hash } from 'node:crypto'\nimport type { Json } from '../core/json.ts'\nexport type State = Json\nexport const state = hash`,
  'engine/transfer/import.ts': `import { parse } from '../query/parse.ts'\nimport { state } from '../state/state.ts'\nexport default [parse, state]`,
  'engine/query/parse.ts': `export const parse = 1`,
  'src/shared/contract.ts': `import { state } from '../../engine/state/state.ts'\nimport type { State } from '../../engine/state/state.ts'\nexport type Shape = State\nexport default state`,
  'src/renderer/View.vue': `<script setup lang="ts">\nimport { parse } from '../../engine/query/parse.ts'\nimport { shell } from 'electron'\nimport contract from '../shared/contract.ts'\nimport './missing.ts'\ndefineExpose([parse, shell, contract])\n</script>\n<template><p /></template>`,
  'src/main/main.ts': `import '../../scripts/tool.ts'\nimport './main.test.ts'\nimport { parse } from '../../engine/query/parse.ts'\nexport default parse`,
  'src/main/main.test.ts': ``,
  'scripts/tool.ts': `export {}`,
}

let base: string
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'srvra-arrows-'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(base, file)), { recursive: true })
    writeFileSync(join(base, file), text)
  }
  for (const file of ['.dependency-cruiser.mjs', 'tsconfig.base.json', 'package.json'])
    copyFileSync(join(root, file), join(base, file))
  symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'), 'junction')
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

interface Violation {
  readonly from: string
  readonly to: string
  readonly rule: { readonly name: string }
}

test('every arrow that points the wrong way is found, and none that points the right way', () => {
  const args = [
    tool('dependency-cruiser', 'depcruise'),
    '--config',
    '.dependency-cruiser.mjs',
    '--output-type',
    'json',
    'engine',
    'src',
    'scripts',
  ]
  const report = JSON.parse(execFileSync(process.execPath, args, { cwd: base, encoding: 'utf8' })) as {
    summary: { violations: Violation[] }
  }
  const found = report.summary.violations.map(
    ({ rule, from, to }) => `${rule.name.split(' -> ')[0]}: ${from} > ${to.replace(/^.*node_modules\//, '')}`,
  )
  expect(found.toSorted()).toEqual([
    'core and ports are pure: engine/core/json.ts > crypto',
    'core and ports are pure: engine/core/json.ts > zod/index.d.cts',
    'engine/core: engine/core/json.ts > engine/ports/storage.ts',
    'engine/transfer: engine/transfer/import.ts > engine/query/parse.ts',
    'every import resolves: src/renderer/View.vue > ./missing.ts',
    'no cycles: engine/core/json.ts > engine/ports/storage.ts',
    'nothing imports a test: src/main/main.ts > src/main/main.test.ts',
    'src/main: src/main/main.ts > scripts/tool.ts',
    'src/renderer: src/renderer/View.vue > engine/query/parse.ts',
    'src/shared: src/shared/contract.ts > engine/state/state.ts',
    'state, conflict and sync run in a browser, too: engine/state/state.ts > crypto',
    'the page has neither Node.js nor Electron: src/renderer/View.vue > electron',
    'the product does not import its tools: src/main/main.ts > scripts/tool.ts',
  ])
})
