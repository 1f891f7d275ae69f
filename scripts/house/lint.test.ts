import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tool } from '../checks/tool.ts'
import { root } from '../repository.ts'

const electron = `import { ipcMain, shell } from 'electron'\n`

/** Each file offends once, by what its name says; the last ones show where the same thing is allowed. */
const files = {
  'src/renderer/inner-html.ts': `export const show = (node: HTMLElement, text: string): void => void (node.innerHTML = text)\n`,
  'src/renderer/outer-html.ts': `export const show = (node: HTMLElement, text: string): void => void (node.outerHTML = text)\n`,
  'src/main/raw-handle.ts': `${electron}ipcMain.handle('x', () => shell.beep())\n`,
  'src/main/raw-on.ts': `${electron}ipcMain.on('x', () => shell.beep())\n`,
  'src/main/open-external.ts': `${electron}export const open = (url: string): unknown => [ipcMain, shell.openExternal(url)]\n`,
  'src/main/open-unpacked.ts': `${electron}const { openExternal } = shell\nexport default [ipcMain, openExternal]\n`,
  'src/main/floating.ts': `const save = async (): Promise<void> => {}\nsave()\n`,
  'engine/core/clock.ts': `export const now = (): number => Date.now()\n`,
  'engine/core/chance.ts': `export const roll = (): number => Math.random()\n`,
  'engine/state/any-type.ts': `export const read = (value: any): unknown => value\n`,
  'engine/state/sqlite.ts': `import { DatabaseSync } from 'node:sqlite'\nexport default DatabaseSync\n`,
  'engine/state/camelCase.ts': `export const late = 1\n`,
  'src/main/ipc.ts': `${electron}ipcMain.handle('x', () => shell.beep())\n`,
  'src/main/security/open-external.ts': `${electron}export const open = (url: string): unknown => [ipcMain, shell.openExternal(url)]\n`,
  'engine/state/clock.ts': `export const now = (): number => Date.now()\n`,
}

const tsconfig = { extends: './tsconfig.base.json', compilerOptions: { types: ['node'], lib: ['ES2023', 'DOM'] } }

let base: string
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'srvra-lint-'))
  for (const [file, text] of Object.entries({ ...files, 'tsconfig.json': JSON.stringify(tsconfig) })) {
    mkdirSync(dirname(join(base, file)), { recursive: true })
    writeFileSync(join(base, file), text)
  }
  for (const file of ['.oxlintrc.json', 'eslint.config.js', 'tsconfig.base.json', 'package.json'])
    copyFileSync(join(root, file), join(base, file))
  symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'), 'junction')
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

function run(...command: string[]): string {
  return spawnSync(process.execPath, command, { cwd: base, encoding: 'utf8' }).stdout
}

test('every banned call is found where it is banned, and allowed in its one place', () => {
  const report = JSON.parse(run(tool('oxlint'), '--format', 'json')) as { diagnostics: { code: string; filename: string }[] }
  const found = report.diagnostics.map(({ code, filename }) => `${filename}: ${code}`)
  expect([...new Set(found)].toSorted()).toEqual([
    'engine/core/chance.ts: eslint(no-restricted-properties)',
    'engine/core/clock.ts: eslint(no-restricted-globals)',
    'engine/state/any-type.ts: typescript(no-explicit-any)',
    'engine/state/camelCase.ts: unicorn(filename-case)',
    'engine/state/sqlite.ts: eslint(no-restricted-imports)',
    'src/main/floating.ts: typescript(no-floating-promises)',
    'src/main/open-external.ts: eslint(no-restricted-properties)',
    'src/main/open-unpacked.ts: eslint(no-restricted-properties)',
    'src/main/open-unpacked.ts: typescript(unbound-method)',
    'src/main/raw-handle.ts: eslint(no-restricted-properties)',
    'src/main/raw-on.ts: eslint(no-restricted-properties)',
    'src/renderer/inner-html.ts: eslint(no-restricted-properties)',
    'src/renderer/outer-html.ts: eslint(no-restricted-properties)',
  ])
})

test('v-html is refused in a template', () => {
  const component =
    '<script setup lang="ts">\ndefineProps<{ text: string }>()\n</script>\n\n<template>\n  <p v-html="text" />\n</template>\n'
  writeFileSync(join(base, 'src/renderer/Raw.vue'), component)
  const report = JSON.parse(run(tool('eslint'), '--format', 'json', 'src/renderer/Raw.vue')) as { messages: { ruleId: string }[] }[]
  expect(report.flatMap((file) => file.messages.map((message) => message.ruleId))).toEqual(['vue/no-v-html'])
})
