import type { Connection } from './open-database.ts'

export interface Keyframe {
  readonly version: number
  readonly seq: number
  readonly value: string
}

/** A whole value is kept for every so many versions of a key, so that no version is far from one. */
export const KEYFRAME_EVERY = 32

/** Whole values of old versions: where a walk through history may begin or end. */
export class KeyframeTable {
  readonly #put
  readonly #get
  readonly #drop
  readonly #fromVersion
  readonly #afterSeq

  constructor(database: Connection) {
    this.#put = database.prepare('INSERT INTO keyframes (document, version, seq, value) VALUES (?, ?, ?, ?) ON CONFLICT (document, version) DO NOTHING')
    this.#get = database.prepare<[number, number], Keyframe>('SELECT version, seq, value FROM keyframes WHERE document = ? AND version = ?')
    this.#drop = database.prepare<[number, number]>('DELETE FROM keyframes WHERE document = ? AND version < ?')
    this.#fromVersion = database.prepare<[number, number], number>('SELECT seq FROM keyframes WHERE document = ? AND version >= ? ORDER BY version LIMIT 1').pluck()
    this.#afterSeq = database.prepare<[number, number], number>('SELECT seq FROM keyframes WHERE document = ? AND seq > ? ORDER BY seq LIMIT 1').pluck()
  }

  put(document: number, keyframe: Keyframe): void {
    this.#put.run(document, keyframe.version, keyframe.seq, keyframe.value)
  }

  get(document: number, version: number): Keyframe | undefined {
    return this.#get.get(document, version)
  }

  /** Lets go of what lies below a version. */
  dropBelow(document: number, version: number): void {
    this.#drop.run(document, version)
  }

  /** Position of the nearest keyframe at or above a version. */
  seqFromVersion(document: number, version: number): number | undefined {
    return this.#fromVersion.get(document, version)
  }

  /** Position of the nearest keyframe after a position. */
  seqAfter(document: number, seq: number): number | undefined {
    return this.#afterSeq.get(document, seq)
  }
}
