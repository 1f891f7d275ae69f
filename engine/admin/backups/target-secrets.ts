import { SrvraError } from '../../core/errors.ts'
import type { TargetOptions } from '../../ports/target-options.ts'
import { parseTargetOptions } from '../../recovery/target-options.ts'
import type { TargetChoice, TargetView } from '../commands.ts'

/** A target as settings show it: that there are credentials, never which. */
export function withoutSecrets(target: TargetOptions): TargetView {
  if ('folder' in target) return target
  const { credentials, ...s3 } = target.s3
  return { s3: { ...s3, ...(credentials ? { credentials: 'kept' as const } : {}) } }
}

/** A target as it was chosen, with the credentials that its place has already where those are to be kept. Throws E_OPTION. */
export function withSecrets(choice: TargetChoice, known: readonly TargetOptions[]): TargetOptions {
  if ('folder' in choice) return parseTargetOptions(choice)
  const { credentials, ...s3 } = choice.s3
  if (credentials !== 'kept') return parseTargetOptions({ s3: { ...s3, ...(credentials ? { credentials } : {}) } })
  const place = known.find((target) => 's3' in target && target.s3.bucket === s3.bucket && target.s3.endpoint === s3.endpoint)
  const kept = place && 's3' in place ? place.s3.credentials : undefined
  if (!kept)
    throw new SrvraError('E_OPTION', `No credentials are kept for the bucket ${s3.bucket}; give them.`, { path: 'credentials' })
  return parseTargetOptions({ s3: { ...s3, credentials: kept } })
}
