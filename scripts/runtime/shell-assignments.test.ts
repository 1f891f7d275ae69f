import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { shellAssignments } from './shell-assignments.ts'

test.skipIf(process.platform === 'win32')('a shell reads back exactly what was written, quotes and spaces included', () => {
  const value = `/home/it's me/$HOME "x" \\ end`
  const program = `${shellAssignments({ SRVRA_TRIAL: value })}printf %s "$SRVRA_TRIAL"`
  expect(execFileSync('sh', ['-c', program], { encoding: 'utf8' })).toBe(value)
})
