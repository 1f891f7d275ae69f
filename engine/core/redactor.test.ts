import fc from 'fast-check'
import { expect, test } from 'vitest'
import { REDACTED, Redactor } from './redactor.ts'

test.each([
  ['Authorization: Bearer abc.def-123', 'abc.def-123'],
  ['{"authorization":"Basic YW5uOnB3"}', 'YW5uOnB3'],
  ['{"token":"hunter2 and more"}', 'hunter2'],
  ["{ password: 'p w' }", 'p w'],
  ['api_key=12345&x=1', '12345'],
  ['clientSecret = s3cr3t', 's3cr3t'],
  ['wss://ann:pw@hub.example.org/path', 'ann:pw'],
  ['-----BEGIN EC PRIVATE KEY-----\nMHcC\nAQEE\n-----END EC PRIVATE KEY-----', 'AQEE'],
  ['cut off: -----BEGIN PRIVATE KEY-----\nMHcC', 'MHcC'],
  ['jwt eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.sig', 'eyJzdWIiOiJhbm4ifQ'],
  ['key AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
])('U-18 what looks like a secret goes: %j', (text, secret) => {
  const redaction = new Redactor().redact(text)
  expect(redaction.text).not.toContain(secret)
  expect(redaction.text).toContain(REDACTED)
  expect(redaction.count).toBe(1)
})

test('U-18 what does not is left as it is', () => {
  const text = 'The port 7420 is in use by another program; see https://example.org/docs#tokens. 12 basic facts.'
  expect(new Redactor().redact(text)).toEqual({ text, count: 0 })
})

test('U-18 a secret that is known goes wherever it stands, however it is written', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 6, unit: 'grapheme' }), fc.string(), fc.string(), (secret, before, after) => {
      fc.pre(secret.trim().length >= 6 && !REDACTED.includes(secret))
      const redactor = new Redactor()
      redactor.hide(secret)
      for (const form of [secret, JSON.stringify(secret), encodeURIComponent(secret)])
        expect(redactor.redact(`${before}-${form}-${after}`).text.split(REDACTED)).not.toContain(secret)
      expect(redactor.redact(`${before}-${secret}-${after}`).count).toBeGreaterThan(0)
    }),
  )
})

test.each(['token', 'eyJaaaaaaaa-', 'a.', 'bearer ', 'sk-', '-----BEGIN ', 'a://', 'password=', ' '])(
  'U-18 a long text of %j does not cost its square',
  (piece) => {
    const text = piece.repeat(300_000 / piece.length)
    expect(new Redactor().redact(text).text.length).toBeLessThanOrEqual(text.length * 2)
  },
)
