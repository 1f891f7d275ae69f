import { SrvraError } from '../errors.ts'
import { parseJson } from '../json/index.ts'
import type { JsonLimits } from '../json/index.ts'
import { Fields, isObject } from './fields.ts'
import type { HubFrame, ReceivedFrame } from './frames.ts'
import type { ProtocolLimits } from './limits.ts'
import { HUB_FRAMES } from './parse-hub-frame.ts'
import { REPLICA_FRAMES } from './parse-replica-frame.ts'

/** Documents are held to their own limits where they are written; these keep a frame from being a bomb. */
const DEPTH = 100
const MEMBERS = 1_000_000
const KEY_BYTES = 512

/** Reads one type of frame. */
type FrameReader<Frame> = (fields: Fields, limits: ProtocolLimits) => Frame

/**
 * A frame of a replica, as a hub reads it. Throws E_FRAME_SYNTAX for what is no frame at all, E_UNKNOWN_TYPE, E_TYPE and
 * E_LIMIT with the path, and the codes of J for values that may not be.
 */
export function parseReplicaFrame(text: string, limits: ProtocolLimits): ReceivedFrame {
  return parse(text, limits, REPLICA_FRAMES)
}

/** A frame of a hub, as a replica reads it. Throws as `parseReplicaFrame` does. */
export function parseHubFrame(text: string, limits: ProtocolLimits): HubFrame {
  return parse(text, limits, HUB_FRAMES)
}

function parse<Frame>(text: string, limits: ProtocolLimits, readers: Readonly<Record<string, FrameReader<Frame>>>): Frame {
  const frame = parseText(text, { maxBytes: limits.frameBytes, maxDepth: DEPTH, maxFields: MEMBERS, maxKeyBytes: KEY_BYTES })
  if (!isObject(frame)) throw new SrvraError('E_FRAME_SYNTAX', 'A frame is a JSON object with a type.')
  const type = frame['type']
  const read = typeof type === 'string' && Object.hasOwn(readers, type) ? readers[type] : undefined
  if (read) return read(new Fields(frame, '$'), limits)
  const known = Object.keys(readers).join(', ')
  const shown = JSON.stringify(type ?? null).slice(0, 60)
  throw new SrvraError('E_UNKNOWN_TYPE', `There is no frame of type ${shown} here; there are ${known}.`, { type: shown, known })
}

function parseText(text: string, limits: JsonLimits): ReturnType<typeof parseJson> {
  try {
    return parseJson(text, limits)
  } catch (error) {
    if (!(error instanceof SrvraError) || (error.code !== 'E_JSON_SYNTAX' && error.code !== 'E_EMPTY')) throw error
    throw new SrvraError('E_FRAME_SYNTAX', `A frame is a JSON object: ${error.message}`, error.details, { cause: error })
  }
}
