import { S3ServiceException } from '@aws-sdk/client-s3'
import { SrvraError } from '../../core/errors.ts'

/** What the names of failures mean to somebody who keeps backups there. */
const MEANINGS: Readonly<Record<string, string>> = {
  AccessDenied: 'the credentials do not allow it; they need PutObject, GetObject, DeleteObject and ListBucket for this place',
  CredentialsProviderError: 'no credentials were found; name them, or set up a profile or a role',
  ExpiredToken: 'the credentials have run out; renew them',
  InvalidAccessKeyId: 'the server does not know the access key',
  NoSuchBucket: 'there is no such bucket; make it first, or correct its name',
  PermanentRedirect: 'the bucket is in another region; name that one',
  RequestTimeTooSkewed: "this machine's clock and the server's are too far apart; set it right",
  SignatureDoesNotMatch: 'the secret key does not fit the access key',
  SlowDown: 'the server is overloaded',
  TimeoutError: 'it did not answer in time',
  ECONNREFUSED: 'nobody listens at its endpoint',
  ENOTFOUND: 'its host has no address',
}

export function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NotFound')
}

/**
 * E_BACKUP_TARGET of what the server or the network said. `details.cause` has its name. The error itself is not kept: it
 * holds the request and with it tokens.
 */
export function s3Failure(target: string, done: string, object: string | undefined, error: unknown): SrvraError {
  const { name = 'unknown', message = String(error), code } = error as Partial<NodeJS.ErrnoException>
  const cause = typeof code === 'string' && code.startsWith('E') ? code : name
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
  const what = object === undefined ? target : `The object ${object} of ${target}`
  const why = MEANINGS[cause] ?? (error instanceof S3ServiceException ? cause : message)
  return new SrvraError(
    'E_BACKUP_TARGET',
    `${what} can not be ${done}: ${why}.`,
    { target, cause, ...(object === undefined ? {} : { object }), ...(status === undefined ? {} : { status }) },
    { cause: new Error(`${cause}: ${message}`) },
  )
}
