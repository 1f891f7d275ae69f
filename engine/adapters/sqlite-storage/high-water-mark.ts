import { closeSync, existsSync, fdatasyncSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { SrvraError } from '../../core/errors.ts'
import type { ChangeTable } from './change-table.ts'
import type { LogHead } from './log-head.ts'
import type { Horizon } from './meta-table.ts'

/** The last change that is known to be on the disk, and the chain's link there. */
export interface Mark {
  readonly seq: number
  readonly chain: string
}

const SLOT_BYTES = 64
const CHAIN_BYTES = 43
const CHECKED_BYTES = 8 + CHAIN_BYTES

/**
 * Remembers outside the database how far the log was acknowledged. SQLite takes a damaged tail of its write-ahead log
 * for the end of the log (F4); this file knows better. Two slots are written in turn, so that a torn write leaves one.
 */
export class HighWaterMark {
  readonly #file: number
  readonly #slot = Buffer.alloc(SLOT_BYTES)
  #turn: number

  /** Goes on with a file that is there, or begins one with this mark. */
  constructor(path: string, first: Mark) {
    if (!existsSync(path)) createFile(path, first)
    this.#file = openSync(path, 'r+')
    this.#turn = slotToWrite(readFileSync(path))
  }

  /** Notes a change that is on the disk. Not synced itself: after a power cut it may be older than the log, never newer. */
  write(mark: Mark): void {
    encode(mark, this.#slot)
    writeSync(this.#file, this.#slot, 0, SLOT_BYTES, this.#turn * SLOT_BYTES)
    this.#turn = 1 - this.#turn
  }

  close(): void {
    try {
      fdatasyncSync(this.#file)
    } finally {
      closeSync(this.#file)
    }
  }
}

/** The newest mark of a file that exists; undefined when there is no file. Throws E_STORE_CORRUPT when no slot is whole. */
export function readMark(path: string): Mark | undefined {
  if (!existsSync(path)) return undefined
  const [first, second] = slotsOf(readFileSync(path))
  const mark = first && second ? (second.seq > first.seq ? second : first) : (first ?? second)
  if (mark) return mark
  const message = `${path} is damaged, so nobody knows whether acknowledged changes are missing: restore the store from a backup, or delete that file to go on with what is there.`
  throw new SrvraError('E_STORE_CORRUPT', message, { file: path })
}

/** L-7: what was acknowledged must still be there, whatever SQLite makes of its files. Throws E_STORE_CORRUPT. */
export function assertNotBehind(head: LogHead, horizon: Horizon, mark: Mark, changes: ChangeTable, path: string): void {
  const advice = `restore the store from a backup, or delete ${path} to go on with what is there.`
  if (head.seq < mark.seq) {
    const message = `The store has lost acknowledged changes ${head.seq + 1} to ${mark.seq} (the end of its log is damaged): ${advice}`
    throw new SrvraError('E_STORE_CORRUPT', message, { firstMissing: head.seq + 1, lastMissing: mark.seq })
  }
  if (mark.seq < horizon.seq) return
  const link = mark.seq === horizon.seq ? horizon.chain : changes.get(mark.seq)?.chain
  if (link === mark.chain) return
  throw new SrvraError('E_STORE_CORRUPT', `Change ${mark.seq} of the store is not the one that was acknowledged: ${advice}`, {
    seq: mark.seq,
  })
}

/** Whole or not at all: a file without a mark would look like a damaged one. */
function createFile(path: string, mark: Mark): void {
  const slot = Buffer.alloc(SLOT_BYTES)
  encode(mark, slot)
  const draft = `${path}.new`
  const file = openSync(draft, 'w', 0o600)
  writeSync(file, Buffer.concat([slot, slot]))
  fsyncSync(file)
  closeSync(file)
  renameSync(draft, path)
}

function encode({ seq, chain }: Mark, slot: Buffer): void {
  slot.writeDoubleLE(seq, 0)
  slot.write(chain, 8, CHAIN_BYTES, 'latin1')
  slot.writeUInt32LE(crc32(slot.subarray(0, CHECKED_BYTES)), CHECKED_BYTES)
}

function slotsOf(bytes: Buffer): readonly [Mark | undefined, Mark | undefined] {
  return [slotAt(bytes, 0), slotAt(bytes, SLOT_BYTES)]
}

function slotAt(bytes: Buffer, offset: number): Mark | undefined {
  const slot = bytes.subarray(offset, offset + SLOT_BYTES)
  if (slot.length < SLOT_BYTES || crc32(slot.subarray(0, CHECKED_BYTES)) !== slot.readUInt32LE(CHECKED_BYTES)) return undefined
  return { seq: slot.readDoubleLE(0), chain: slot.toString('latin1', 8, CHECKED_BYTES) }
}

/** The older one: the newer one must survive a torn write. */
function slotToWrite(bytes: Buffer): number {
  const [first, second] = slotsOf(bytes)
  return first && (!second || second.seq < first.seq) ? 1 : 0
}
