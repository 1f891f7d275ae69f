import type { BackupChoice, BackupSettings, TargetChoice, TargetView } from '../../shared/contract.ts'

/** A target as it is typed. */
export interface TargetForm {
  readonly kind: 'folder' | 's3'
  readonly folder: string
  readonly bucket: string
  readonly prefix: string
  readonly region: string
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** The settings that the form does not show; they stay as they are. */
  readonly kept: TargetView | undefined
}

export interface BackupForm {
  readonly enabled: boolean
  readonly targets: readonly TargetForm[]
  readonly backupIntervalMs: number
  readonly retentionMs: number
  readonly geoRedundancy: boolean
}

/** What is wrong, by the field: `targets.0.folder`. */
export type FormProblems = Readonly<Record<string, string>>

export const emptyTarget: TargetForm = {
  kind: 'folder',
  folder: '',
  bucket: '',
  prefix: '',
  region: '',
  endpoint: '',
  accessKeyId: '',
  secretAccessKey: '',
  kept: undefined,
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

export const intervals = [
  { value: HOUR, label: 'Every hour' },
  { value: 6 * HOUR, label: 'Every 6 hours' },
  { value: 12 * HOUR, label: 'Every 12 hours' },
  { value: DAY, label: 'Every day' },
  { value: 7 * DAY, label: 'Every week' },
] as const

export const retentions = [
  { value: DAY, label: '1 day' },
  { value: 7 * DAY, label: '7 days' },
  { value: 30 * DAY, label: '30 days' },
  { value: 90 * DAY, label: '90 days' },
  { value: 365 * DAY, label: '1 year' },
] as const

/** The options of a choice, with the one in force if it is none of them. */
export function withCurrent(
  options: readonly { readonly value: number; readonly label: string }[],
  current: number,
): readonly { readonly value: number; readonly label: string }[] {
  if (options.some(({ value }) => value === current)) return options
  return [...options, { value: current, label: `${Math.round((current / HOUR) * 10) / 10} hours` }]
}

export function toForm({ enabled, targets, ...rest }: BackupSettings): BackupForm {
  return { ...rest, enabled, targets: targets.length > 0 ? targets.map(targetForm) : [emptyTarget] }
}

function targetForm(kept: TargetView): TargetForm {
  if ('folder' in kept) return { ...emptyTarget, folder: kept.folder, kept }
  const { bucket, prefix = '', region = '', endpoint = '' } = kept.s3
  return { ...emptyTarget, kind: 's3', bucket, prefix, region, endpoint, kept }
}

/** Whether credentials are kept for this very place, so that none need to be typed. */
export function keepsCredentials({ kept, bucket, endpoint }: TargetForm): boolean {
  if (!kept || !('s3' in kept)) return false
  return kept.s3.credentials === 'kept' && kept.s3.bucket === bucket && (kept.s3.endpoint ?? '') === endpoint
}

/** What can be told without asking the engine; empty when the form may be sent. // V-268 */
export function formProblems({ enabled, targets, backupIntervalMs, retentionMs, geoRedundancy }: BackupForm): FormProblems {
  const problems: Record<string, string> = {}
  if (!enabled) return problems
  targets.forEach((target, index) => {
    for (const [field, problem] of targetProblems(target)) problems[`targets.${index}.${field}`] = problem
    const place = placeOf(target)
    const twice = place !== '' && targets.findIndex((other) => placeOf(other) === place) < index
    if (twice) problems[`targets.${index}.${target.kind === 'folder' ? 'folder' : 'bucket'}`] = 'This place is named already.'
  })
  if (targets.length === 0) problems['targets'] = 'Name a place for backups.'
  if (geoRedundancy && targets.length < 2) problems['geoRedundancy'] = 'Two places at least are needed, so that one may be lost.'
  if (retentionMs < backupIntervalMs) problems['retentionMs'] = 'Backups must be kept longer than they are apart.'
  return problems
}

function placeOf({ kind, folder, bucket, prefix, endpoint }: TargetForm): string {
  return kind === 'folder' ? folder.trim() : bucket === '' ? '' : `${endpoint} ${bucket}/${prefix}`
}

function targetProblems(target: TargetForm): readonly (readonly [string, string])[] {
  if (target.kind === 'folder')
    return /^(?:\/|[A-Za-z]:[\\/])./u.test(target.folder.trim()) ? [] : [['folder', 'An absolute path, such as /mnt/backups.']]
  const { bucket, prefix, region, endpoint, accessKeyId, secretAccessKey } = target
  const wrong: (readonly [string, string])[] = []
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u.test(bucket))
    wrong.push(['bucket', '3 to 63 small letters, digits, dots and hyphens.'])
  if (prefix !== '' && !/^[\w.-]+(?:\/[\w.-]+)*$/u.test(prefix))
    wrong.push(['prefix', 'Names joined by /, without one at either end.'])
  if (region !== '' && !/^[a-z0-9-]+$/u.test(region)) wrong.push(['region', 'Such as eu-central-1.'])
  if (endpoint !== '' && !/^https?:\/\/[^/@?#\s]+$/u.test(endpoint))
    wrong.push(['endpoint', 'https://HOST, with a port if need be.'])
  if ((accessKeyId === '') !== (secretAccessKey === ''))
    wrong.push(['secretAccessKey', 'An access key and its secret go together.'])
  return wrong
}

/** What is sent; call it for a form without problems. */
export function toChoice({ targets, ...rest }: BackupForm): BackupChoice {
  return {
    ...rest,
    targets: rest.enabled ? targets.map(targetChoice) : targets.filter((target) => placeOf(target) !== '').map(targetChoice),
  }
}

function targetChoice(target: TargetForm): TargetChoice {
  const { kind, bucket, prefix, region, endpoint, accessKeyId, secretAccessKey, kept } = target
  if (kind === 'folder') return { folder: target.folder.trim() }
  const { pathStyle, checksums, insecure, timeoutMs } = kept && 's3' in kept ? kept.s3 : {}
  const credentials =
    accessKeyId !== '' ? { accessKeyId, secretAccessKey } : keepsCredentials(target) ? ('kept' as const) : undefined
  return {
    s3: defined({
      bucket,
      prefix: prefix || undefined,
      region: region || undefined,
      endpoint: endpoint || undefined,
      credentials,
      pathStyle,
      checksums,
      insecure,
      timeoutMs,
    }),
  }
}

type Defined<Fields> = { [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name] } & {
  [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<Fields[Name], undefined>
}

/** Without the members that are not there. */
function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>
}
