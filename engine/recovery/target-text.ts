import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SrvraError } from '../core/errors.ts'
import type { TargetOptions } from '../ports/target-options.ts'
import { parseTargetOptions } from './target-options.ts'

/** Two letters at least: one is a drive of Windows. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/iu

/**
 * A place for backups as a command line names it: a path, `file:///PATH`, or
 * `s3://BUCKET[/PREFIX][?region=R&endpoint=URL&path-style=yes|no&checksums=yes|no&insecure=yes]`. Throws E_OPTION. Credentials
 * are not taken: a command line is seen by others.
 */
export function parseTargetText(text: string, workingFolder: string): TargetOptions {
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase()
  if (text === '') throw refused('name a folder, or s3://BUCKET/PREFIX')
  if (scheme === undefined) return parseTargetOptions({ folder: resolve(workingFolder, text) })
  if (scheme === 'file') return parseTargetOptions({ folder: folderOf(text) })
  if (scheme === 's3') return parseTargetOptions({ s3: bucketOf(text) })
  throw refused(`${scheme}: is unknown; name a folder, file:///PATH or s3://BUCKET/PREFIX`)
}

/** The text that leads to the same place, credentials left out. */
export function targetText(options: TargetOptions): string {
  if ('folder' in options) return options.folder
  const { bucket, prefix, region, endpoint, pathStyle, checksums, insecure } = options.s3
  const query = new URLSearchParams()
  if (region !== undefined) query.set('region', region)
  if (endpoint !== undefined) query.set('endpoint', endpoint)
  for (const [name, value] of [
    ['path-style', pathStyle] as const,
    ['checksums', checksums] as const,
    ['insecure', insecure] as const,
  ])
    if (value !== undefined) query.set(name, value ? 'yes' : 'no')
  return `s3://${bucket}${prefix === undefined ? '' : `/${prefix}`}${query.size === 0 ? '' : `?${query.toString()}`}`
}

function folderOf(text: string): string {
  try {
    return fileURLToPath(text)
  } catch {
    throw refused('a file: address of a folder is file:///PATH')
  }
}

function bucketOf(text: string): Record<string, unknown> {
  if (!URL.canParse(text)) throw refused('expected s3://BUCKET/PREFIX')
  const { username, password, host, pathname, searchParams, hash } = new URL(text)
  if (username !== '' || password !== '')
    throw refused('credentials do not belong there; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile')
  if (hash !== '') throw refused('there is no # in the address of a bucket')
  const options: Record<string, unknown> = { bucket: host }
  const prefix = pathname.replace(/^\//u, '').replace(/\/$/u, '')
  if (prefix !== '') options['prefix'] = prefix
  for (const [name, value] of searchParams) {
    if (searchParams.getAll(name).length > 1) throw refused(`'${name}' is there twice`)
    Object.assign(options, parameter(name, value))
  }
  return options
}

function parameter(name: string, value: string): Record<string, unknown> {
  if (name === 'region' || name === 'endpoint') return { [name]: value }
  if (name === 'path-style') return { pathStyle: yes(name, value) }
  if (name === 'checksums' || name === 'insecure') return { [name]: yes(name, value) }
  throw refused(`'${name}' is no parameter of a bucket; there are region, endpoint, path-style, checksums and insecure`)
}

function yes(name: string, value: string): boolean {
  if (value === 'yes' || value === 'no') return value === 'yes'
  throw refused(`'${name}' is yes or no`)
}

function refused(why: string): SrvraError {
  return new SrvraError('E_OPTION', `No backups can be kept there: ${why}.`, { path: 'target' })
}
