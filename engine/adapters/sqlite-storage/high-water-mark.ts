import { closeSync, fdatasyncSync, openSync, readSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'

/** The last change that was acknowledged, and the chain's head there. */
export interface Mark {
  readonly seq: number
  readonly chain: string
}

const SLOT_BYTES = 64
const CHAIN_BYTES = 32
const CHECKED_BYTES = 8 + CHAIN_BYTES

/**
 * Remembers outside the database how far the log was acknowledged. SQLite takes a damaged tail of its write-ahead log
 * for the end of the log (F4); this file knows better. Two slots are written in turn, so that a torn write leaves one.
 */
export class HighWaterMark {
  readonly #file: number
  readonly #slot = Buffer.alloc(SLOT_BYTES)
  #turn = 0

  constructor(path: string) {
    this.#file = openSync(path, 'a+')
    closeSync(this.#file)
    this.#file = openSync(path, 'r+')
  }

  /** The newer of the slots that are whole; undefined when there is none. */
  read(): Mark | undefined {
    const marks = [0, 1].flatMap((slot) => this.#readSlot(slot) ?? [])
    const newest = marks.toSorted((a, b) => b.seq - a.seq)[0]
    return newest
  }

  /** Notes a change that is on the disk. Not synced: it must not be ahead of the log after a power cut, only not behind before one. */
  write(mark: Mark): void {
    this.#slot.writeDoubleLE(mark.seq, 0)
    this.#slot.write(mark.chain, 8, CHAIN_BYTES, 'base64url')
    this.#slot.writeUInt32LE(crc32(this.#slot.subarray(0, CHECKED_BYTES)), CHECKED_BYTES)
    writeSync(this.#file, this.#slot, 0, SLOT_BYTES, this.#turn * SLOT_BYTES)
    this.#turn = 1 - this.#turn
  }

  close(): void {
    fdatasyncSync(this.#file)
    closeSync(this.#file)
  }

  #readSlot(slot: number): Mark | undefined {
    const bytes = Buffer.alloc(SLOT_BYTES)
    if (readSync(this.#file, bytes, 0, SLOT_BYTES, slot * SLOT_BYTES) < SLOT_BYTES) return undefined
    if (crc32(bytes.subarray(0, CHECKED_BYTES)) !== bytes.readUInt32LE(CHECKED_BYTES)) return undefined
    return { seq: bytes.readDoubleLE(0), chain: bytes.toString('base64url', 8, CHECKED_BYTES) }
  }
}
