import type { Connection } from './open-database.ts'

export interface Keyframe {
  readonly document: number
  readonly version: number
  readonly seq: number
}

/** Where the versions lie that are stored whole: so that a walk through a long history begins near its goal. */
export class KeyframeTable {
  readonly #put
  readonly #drop
  readonly #fromVersion
  readonly #afterSeq
  readonly #page

  constructor(database: Connection) {
    this.#put = database.prepare<[number, number, number]>('INSERT INTO keyframes (document, version, seq) VALUES (?, ?, ?)')
    this.#drop = database.prepare<[number, number]>('DELETE FROM keyframes WHERE document = ? AND seq < ?')
    this.#fromVersion = database
      .prepare<[number, number], number>('SELECT seq FROM keyframes WHERE document = ? AND version >= ? ORDER BY version LIMIT 1')
      .pluck()
    this.#afterSeq = database
      .prepare<[number, number], number>('SELECT seq FROM keyframes WHERE document = ? AND seq > ? ORDER BY seq LIMIT 1')
      .pluck()
    this.#page = database.prepare<[number, number, number], Keyframe>(
      'SELECT document, version, seq FROM keyframes WHERE (document, version) > (?, ?) ORDER BY document, version LIMIT ?',
    )
  }

  put(document: number, version: number, seq: number): void {
    this.#put.run(document, version, seq)
  }

  /** Forgets those below a position, whose changes are no longer there. */
  dropBelow(document: number, seq: number): void {
    this.#drop.run(document, seq)
  }

  /** Position of the nearest keyframe at or above a version. */
  seqFromVersion(document: number, version: number): number | undefined {
    return this.#fromVersion.get(document, version)
  }

  /** Position of the nearest keyframe after a position. */
  seqAfter(document: number, seq: number): number | undefined {
    return this.#afterSeq.get(document, seq)
  }

  /** All of them, in pages. */
  page(after: Keyframe | undefined, limit: number): readonly Keyframe[] {
    return this.#page.all(after?.document ?? 0, after?.version ?? 0, limit)
  }
}
