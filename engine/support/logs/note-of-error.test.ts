import { expect, test } from 'vitest'
import { SrvraError } from '../../core/errors.ts'
import { noteOfError } from './note-of-error.ts'

test('U-16 an error of the engine is kept with its sentence and code', () => {
  expect(noteOfError(new SrvraError('E_PORT_IN_USE', 'The port is in use.'), 'hub')).toMatchObject({
    level: 'error',
    component: 'hub',
    code: 'E_PORT_IN_USE',
    message: 'The port is in use.',
    stack: expect.stringMatching(/^at .*note-of-error\.test\.ts:\d+:\d+/) as string,
  })
})

test('U-16 of any other error the message is left out, unless it is about code alone', () => {
  const value = 'Jane Doe, ward 7'
  const quoting = new Error(`no such patient: ${value}\n    at ${value} (x.ts:1:2)`)
  for (const error of [quoting, value, { message: value }, Object.assign(new Error(value), { name: value, code: value })])
    expect(JSON.stringify(noteOfError(error, 'state'))).not.toContain('Jane')
  const parsing = (() => {
    try {
      return JSON.parse(`{"a": ${value}`) as unknown
    } catch (error) {
      return error
    }
  })()
  expect(JSON.stringify(noteOfError(parsing, 'state'))).not.toContain('Jane')
  const absent = undefined as unknown as { readonly a: string }
  const read = (() => {
    try {
      return absent.a
    } catch (error) {
      return error
    }
  })()
  expect(noteOfError(read, 'state').message).toBe("TypeError: Cannot read properties of undefined (reading 'a')")
  expect(noteOfError(quoting, 'state').message).toMatch(/^Error, with a message of \d+ characters/)
})

test('U-16 what the system refused is told without the path, and frames without the folders they lie in', () => {
  const refused = Object.assign(new Error("ENOSPC: no space left on device, write '/home/jane/x'"), {
    code: 'ENOSPC',
    syscall: 'write',
  })
  refused.stack = `Error: ${refused.message}\n    at save (file:///home/jane/app/engine/adapters/file.ts:10:3)\n    at /home/jane/x.js:1:2`
  expect(noteOfError(refused, 'state')).toMatchObject({
    code: 'ENOSPC',
    message: "The system refused 'write' (ENOSPC).",
    stack: 'at save (engine/adapters/file.ts:10:3)\nat x.js:1:2',
  })
})
