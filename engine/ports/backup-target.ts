/** An object as a target lists it. */
export interface BackupObject {
  readonly name: string
  readonly bytes: number
}

/**
 * Keeps the sealed parts of backups: whole objects under flat names. It is told nothing of what is in them and is trusted
 * with nothing: whoever reads checks hashes, signatures and the chain. Names are 1 to 128 of `a-z 0-9 . _ -`, beginning with
 * a letter or digit; others throw E_BACKUP_PATH. An object has at most 32 MiB. Failures reject with E_BACKUP_TARGET, whose
 * details name the target and the object.
 */
export interface BackupTarget {
  /** What messages call it, without secrets: `folder /mnt/backups`, `s3 bucket/prefix`. */
  readonly name: string
  /** Keeps an object, whole or not at all, in place of one of that name. Resolves when it would survive a power cut. */
  put(name: string, content: Uint8Array, signal?: AbortSignal): Promise<void>
  /** Rejects with E_BACKUP_MISSING when there is none, E_BACKUP_SIZE (before reading) when it is larger than 32 MiB. */
  get(name: string, signal?: AbortSignal): Promise<Uint8Array>
  /** Objects in the order of their names, from the one after `after`; fewer than `limit` only at the end. */
  list(page: { readonly after?: string; readonly limit: number; readonly signal?: AbortSignal }): Promise<readonly BackupObject[]>
  /** Lets an object go; there being none is fine. */
  remove(name: string, signal?: AbortSignal): Promise<void>
}

/** The largest object that a target takes. */
export const LARGEST_OBJECT = 32 * 1024 * 1024

const NAME = /^[a-z0-9][a-z0-9._-]{0,127}$/u

/** Whether a target takes an object of that name: flat, so that it leads nowhere. */
export function isObjectName(name: string): boolean {
  return NAME.test(name) && !name.includes('..')
}
