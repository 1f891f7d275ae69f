import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TargetOptions } from '../ports/target-options.ts'
import { parseTargetOptions } from './target-options.ts'
import { parseTargetText, targetText } from './target-text.ts'

const s3 = (options: object): object => ({ s3: { bucket: 'backups', ...options } })

test.each<[string, unknown, string]>([
  ['nothing', undefined, ''],
  ['a text', '/mnt/backups', ''],
  ['neither place', {}, 'folder'],
  ['both places', { folder: '/mnt', s3: { bucket: 'backups' } }, ''],
  ['a relative folder', { folder: 'backups' }, 'folder'],
  ['a folder with NUL', { folder: '/mnt/\0' }, 'folder'],
  ['an unknown option', s3({ acl: 'public' }), 's3'],
  ['a bucket in capitals', { s3: { bucket: 'Backups' } }, 's3.bucket'],
  ['a prefix that leads up', s3({ prefix: 'a/../b' }), 's3.prefix'],
  ['a prefix with a slash at its end', s3({ prefix: 'a/' }), 's3.prefix'],
  ['an endpoint that is no URL', s3({ endpoint: 'minio:9000' }), 's3.endpoint'],
  ['an endpoint with credentials', s3({ endpoint: 'https://me:pw-of-mine@minio:9000' }), 's3.endpoint'],
  ['an endpoint with a path', s3({ endpoint: 'https://minio:9000/bucket' }), 's3.endpoint'],
  ['plain http to another machine', s3({ endpoint: 'http://minio:9000' }), 's3.endpoint'],
  ['half of the credentials', s3({ credentials: { accessKeyId: 'me', secretAccesskey: 'pw-of-mine' } }), 's3.credentials'],
  ['no time at all', s3({ timeoutMs: 0 }), 's3.timeoutMs'],
])('B-9 %s is refused with the path of it', (_, options, path) => {
  expect(() => parseTargetOptions(options)).toThrow(
    expect.objectContaining({ code: 'E_OPTION', details: { path: expect.stringContaining(path) } }),
  )
  expect(() => parseTargetOptions(options)).not.toThrow(/pw-of-mine/)
})

test('B-9 places are taken as they are named', () => {
  const places: readonly TargetOptions[] = [
    { folder: '/mnt/backups' },
    { s3: { bucket: 'backups' } },
    { s3: { bucket: 'backups', endpoint: 'http://127.0.0.1:9000', pathStyle: false } },
    { s3: { bucket: 'backups', endpoint: 'http://minio:9000', insecure: true, checksums: false, timeoutMs: 5000 } },
    { s3: { bucket: 'a.b-c', prefix: 'shop/7', region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } } },
  ]
  for (const place of places) expect(parseTargetOptions(place)).toEqual(place)
})

test.each<[string, TargetOptions]>([
  ['/mnt/backups', { folder: '/mnt/backups' }],
  ['backups', { folder: '/work/backups' }],
  ['../backups', { folder: '/backups' }],
  ['file:///mnt/with%20space', { folder: '/mnt/with space' }],
  ['s3://backups', { s3: { bucket: 'backups' } }],
  ['s3://backups/', { s3: { bucket: 'backups' } }],
  ['s3://backups/shop/7/?region=eu-north-1', { s3: { bucket: 'backups', prefix: 'shop/7', region: 'eu-north-1' } }],
  [
    's3://b-1/p?endpoint=http://localhost:9000&path-style=no&checksums=no&insecure=yes',
    { s3: { bucket: 'b-1', prefix: 'p', endpoint: 'http://localhost:9000', pathStyle: false, checksums: false, insecure: true } },
  ],
])('B-9 the text %s names a place', (text, place) => {
  expect(parseTargetText(text, '/work')).toEqual(place)
  expect(parseTargetText(targetText(place), '/elsewhere')).toEqual(place)
})

test.each([
  '',
  'ftp://host/backups',
  'file:backups%',
  'file://host/backups',
  's3://',
  's3://me:pw-of-mine@backups',
  's3://backups/a?acl=public',
  's3://backups/a?region=x&region=y',
  's3://backups/a?path-style=true',
  's3://backups/a b',
  's3://backups/a#b',
  's3://backups/a?endpoint=http://minio',
])('B-9 the text %s is refused', (text) => {
  expect(() => parseTargetText(text, '/work')).toThrow(expect.objectContaining({ code: 'E_OPTION' }))
  expect(() => parseTargetText(text, '/work')).not.toThrow(/pw-of-mine/)
})

test('B-9 whatever the text, the answer is a place or E_OPTION', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `s3://${text}`),
        fc.string().map((text) => `file:${text}`),
      ),
      (text) => {
        try {
          const place = parseTargetText(text, '/work')
          expect(parseTargetText(targetText(place), '/')).toEqual(place)
        } catch (error) {
          expect(error).toMatchObject({ code: 'E_OPTION' })
        }
      },
    ),
  )
})
