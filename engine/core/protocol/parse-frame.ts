import { SrvraError } from '../errors.ts'
import { parseJson } from '../json/index.ts'
import type { HubFrame, ReceivedFrame } from './frames.ts'
import type { ProtocolLimits } from './limits.ts'

const LIMITS = { maxBytes: 8 * 2 ** 20, maxDepth: 100, maxFields: 1_000_000, maxKeyBytes: 512 }

export function parseReplicaFrame(text: string, _limits: ProtocolLimits): ReceivedFrame {
  return parse(text) as ReceivedFrame
}

export function parseHubFrame(text: string, _limits: ProtocolLimits): HubFrame {
  return parse(text) as HubFrame
}

function parse(text: string): unknown {
  try {
    return parseJson(text, LIMITS)
  } catch (error) {
    throw new SrvraError('E_FRAME_SYNTAX', 'not a frame', {}, { cause: error })
  }
}
