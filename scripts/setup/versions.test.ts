import { expect, test } from 'vitest'
import { npmVersionOf, versionProblem } from './versions.mjs'

test.each([
  ['20.18.1', '11.0.0'],
  ['20.20.2', '11.19.1'],
  ['24.21.0', undefined],
])('Node.js %s with npm %s will do', (node, npm) => {
  expect(versionProblem(node, npm)).toBeUndefined()
})

test.each([
  ['18.20.4', '11.0.0', 'Node.js 18.20.4 is too old'],
  ['20.18.0', '11.0.0', 'Node.js 20.18.0 is too old'],
  ['20.9.0', '11.0.0', 'Node.js 20.9.0 is too old'],
  ['22.1.0', '10.9.2', 'npm 10.9.2 is too old: npm install --global npm@11'],
])('Node.js %s with npm %s is refused in one line', (node, npm, line) => {
  const problem = versionProblem(node, npm)
  expect(problem).toContain(line)
  expect(problem).not.toContain('\n')
})

test('the version of npm is read from what npm tells its scripts', () => {
  expect(npmVersionOf('npm/11.19.1 node/v20.20.2 linux x64 workspaces/false')).toBe('11.19.1')
  expect(npmVersionOf('yarn/4.10.3 npm/? node/v20.20.2')).toBeUndefined()
  expect(npmVersionOf(undefined)).toBeUndefined()
})
