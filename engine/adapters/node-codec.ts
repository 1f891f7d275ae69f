import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import { SrvraError } from '../core/errors.ts'
import type { Codec } from '../ports/codec.ts'

/** Deflate as zlib has it: everywhere at hand, and fast enough at this level for what is worth compressing. */
export const nodeDeflate: Codec = {
  name: 'deflate-raw',
  compress: (text) => deflateRawSync(text, { level: constants.Z_BEST_SPEED }),
  decompress: (bytes, maxBytes) => {
    try {
      return inflateRawSync(bytes, { maxOutputLength: maxBytes }).toString('utf8')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
        const message = `A compressed frame holds more than the ${maxBytes} bytes that a frame may have.`
        throw new SrvraError('E_FRAME_TOO_LARGE', message, { limit: maxBytes }, { cause })
      }
      throw new SrvraError('E_FRAME_SYNTAX', 'A binary frame is not what deflate-raw makes of a text.', {}, { cause })
    }
  },
}
