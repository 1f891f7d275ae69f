import { createCipheriv, randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backupKeyOf, keyText, newSecret, parseKeyText } from './backup-key.ts'
import { openObject, sealObject } from './sealed-object.ts'

const KEY = backupKeyOf(Buffer.alloc(32, 7))
const OTHER = backupKeyOf(Buffer.alloc(32, 8))

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'opened',
    (error: { code?: unknown }) => error.code,
  )

test('B-10 what was sealed under a name opens under it, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (content) => {
      const opened = await openObject('a.log', await sealObject('a.log', content, KEY), KEY)
      expect(opened.equals(content)).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('B-10 an object that was changed anywhere, cut, lengthened or renamed does not open', async () => {
  const object = await sealObject('a.log', Buffer.from('{"c":1}\n'.repeat(40)), KEY)
  for (let at = 0; at < object.length * 8; at++) {
    const bent = Buffer.from(object)
    bent[at >> 3]! ^= 1 << (at & 7)
    expect(['E_BACKUP_INTEGRITY', 'E_KEY_UNKNOWN']).toContain(await codeOf(openObject('a.log', bent, KEY)))
  }
  for (const length of [0, 1, 31, 47, object.length - 1])
    expect(await codeOf(openObject('a.log', object.subarray(0, length), KEY))).toBe('E_BACKUP_INTEGRITY')
  expect(await codeOf(openObject('a.log', Buffer.concat([object, Buffer.alloc(1)]), KEY))).toBe('E_BACKUP_INTEGRITY')
  expect(await codeOf(openObject('b.log', object, KEY))).toBe('E_BACKUP_INTEGRITY')
})

test('B-10 an object of another key is named as such', async () => {
  const object = await sealObject('a.log', Buffer.from('x'), KEY)
  await expect(openObject('a.log', object, OTHER)).rejects.toMatchObject({
    code: 'E_KEY_UNKNOWN',
    details: { keyId: KEY.id, given: OTHER.id },
  })
})

test('B-10 sealed content that inflates beyond its length is refused, whoever sealed it', async () => {
  const bomb = deflateRawSync(Buffer.alloc(20_000_000))
  const header = Buffer.alloc(32)
  header.write('SRVRBAK1', 'latin1')
  header.write(KEY.id, 8, 'hex')
  header.writeUInt32BE(1000, 16)
  randomBytes(12).copy(header, 20)
  const cipher = createCipheriv('aes-256-gcm', KEY.encryption, header.subarray(20))
  cipher.setAAD(Buffer.concat([header.subarray(0, 20), Buffer.from('a.log')]))
  const object = Buffer.concat([header, cipher.update(bomb), cipher.final(), cipher.getAuthTag()])
  expect(await codeOf(openObject('a.log', object, KEY))).toBe('E_BACKUP_INTEGRITY')
})

test('B-10 no two seals are alike, and nothing of the content is to be seen', async () => {
  const content = Buffer.from('canary-4711'.repeat(50))
  const [first, second] = [await sealObject('a', content, KEY), await sealObject('a', content, KEY)]
  expect(Buffer.from(first).equals(second)).toBe(false)
  expect(Buffer.from(first).includes('canary')).toBe(false)
})

test('B-12 a key file is one line that reads back as the same key; anything else is refused', () => {
  const secret = newSecret()
  expect(backupKeyOf(parseKeyText(keyText(secret), 'k')).id).toBe(backupKeyOf(secret).id)
  for (const text of ['', 'srvra-backup-key-1:', keyText(secret).slice(0, 40), `x${keyText(secret)}`, keyText(Buffer.alloc(31))])
    expect(() => parseKeyText(text, 'k')).toThrow(expect.objectContaining({ code: 'E_KEY_FORMAT' }))
})
