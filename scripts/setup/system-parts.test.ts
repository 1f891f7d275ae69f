import { expect, test } from 'vitest'
import { missingParts, SYSTEM_PARTS } from './system-parts.mjs'

const libraries = `1172 libs found in cache \`/etc/ld.so.cache'
	libgtk-3.so.0 (libc6,x86-64) => /lib/x86_64-linux-gnu/libgtk-3.so.0
	libnss3.so (libc6,x86-64) => /lib/x86_64-linux-gnu/libnss3.so
	libgbm.so.1.0.0 (libc6,x86-64) => /lib/x86_64-linux-gnu/libgbm.so.1.0.0
`

test('a library counts as there only under the very name that programs ask for', () => {
  const missing = missingParts(SYSTEM_PARTS.electron, { libraries, hasProgram: () => true })
  expect(missing.map((part) => part.debian)).toEqual(['libasound2', 'libgbm1', 'libatk-bridge2.0-0', 'libxss1', 'libdrm2'])
})

test('a program is missing when no folder of the path holds it', () => {
  const missing = missingParts(SYSTEM_PARTS.compiler, { libraries: '', hasProgram: (name) => name !== 'make' })
  expect(missing).toEqual([{ program: 'make', debian: 'make' }])
})
