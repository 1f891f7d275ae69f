import { expect, test } from 'vitest'
import { runForeground } from './foreground.mjs'
import { runQuietly } from './run-quietly.mjs'

const node = (program: string): Promise<number> => runForeground(process.execPath, ['-e', program])

test('the exit code of the program is ours, also when a signal ended it', async () => {
  expect(await node('process.exit(7)')).toBe(7)
  expect(await node('process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)')).toBe(143)
})

test('no listener for signals stays behind', async () => {
  const before = process.listenerCount('SIGTERM')
  await node('')
  expect(process.listenerCount('SIGTERM')).toBe(before)
})

test('a program that cannot be started is an error, not an exit code', async () => {
  await expect(runForeground('/nonexistent/program', [])).rejects.toThrow('ENOENT')
})

test('a quiet program that fails says what it said', async () => {
  await expect(runQuietly(process.execPath, ['-e', 'console.error("no space left"); process.exit(3)'])).rejects.toThrow(
    /code 3:\nno space left/,
  )
  expect(await runQuietly(process.execPath, ['-e', 'console.error("noise"); console.log("result")'])).toBe('result\n')
})
