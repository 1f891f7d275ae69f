import { expect, onTestFinished, test } from 'vitest'
import { DEFAULT_PROTOCOL_LIMITS } from '../../core/protocol/limits.ts'
import type { WireMessage } from '../../ports/transport.ts'
import { clientFrame, OPCODE, RawSocket } from '../../testing/raw-socket.ts'
import { until } from '../../testing/until.ts'
import { listenWebSocket } from './index.ts'

const { frameBytes } = DEFAULT_PROTOCOL_LIMITS

/** A peer on a connection whose other end writes down what arrives. */
async function connected(): Promise<{ peer: RawSocket; messages: WireMessage[] }> {
  const messages: WireMessage[] = []
  const listener = await listenWebSocket({ port: 0 }, () => ({
    onMessage: (message) => void messages.push(message),
    onDrain: () => undefined,
    onClose: () => undefined,
  }))
  onTestFinished(() => listener.close())
  const peer = new RawSocket(listener.port)
  await peer.upgrade()
  return { peer, messages }
}

const BAD: readonly (readonly [what: string, bytes: Buffer, code: number])[] = [
  ['a text that is no UTF-8', clientFrame(OPCODE.text, Buffer.from([0xc3, 0x28])), 1007],
  ['half a surrogate pair, encoded', clientFrame(OPCODE.text, Buffer.from([0xed, 0xa0, 0x80])), 1007],
  ['a frame without a mask', clientFrame(OPCODE.text, '{}', { masked: false }), 1002],
  ['a reserved bit', clientFrame(OPCODE.text, '{}', { reserved: 0x40 }), 1002],
  ['a reserved opcode', clientFrame(OPCODE.reserved, '{}'), 1002],
  ['a continuation of nothing', clientFrame(OPCODE.continuation, 'x'), 1002],
  ['one byte more than a frame may have', clientFrame(OPCODE.text, Buffer.alloc(frameBytes + 1, 'x')), 1009],
  ['a length that nobody could hold', Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]), 1009],
  ['a message in 65 fragments', fragments(65), 1008],
]

function fragments(count: number): Buffer {
  const rest = Array.from({ length: count - 2 }, () => clientFrame(OPCODE.continuation, 'x', { fin: false }))
  return Buffer.concat([
    clientFrame(OPCODE.text, 'x', { fin: false }),
    ...rest,
    clientFrame(OPCODE.continuation, 'x', { fin: true }),
  ])
}

test.each(BAD)('P-20 %s ends the connection with the code that says why', async (_what, bytes, code) => {
  const { peer, messages } = await connected()
  peer.send(bytes)
  expect(await peer.closing()).toBe(code)
  expect(messages).toEqual([])
})

test('P-20 fragments that grow beyond what a frame may have end the connection before all of them are there', async () => {
  const { peer, messages } = await connected()
  const part = Buffer.alloc(Math.ceil(frameBytes / 10), 'x')
  peer.send(clientFrame(OPCODE.text, part, { fin: false }))
  for (let sent = 0; sent < 10; sent++) peer.send(clientFrame(OPCODE.continuation, part, { fin: false }))
  expect(await peer.closing()).toBe(1009)
  expect(messages).toEqual([])
})

test('P-20 what is at the limits arrives: the largest frame, 64 fragments, a frame byte by byte', async () => {
  const { peer, messages } = await connected()
  peer.send(clientFrame(OPCODE.text, Buffer.alloc(frameBytes, 'x')))
  peer.send(fragments(64))
  for (const byte of clientFrame(OPCODE.text, 'slowly')) peer.send(Buffer.from([byte]))
  await until(() => messages.length === 3)
  expect(messages.map(({ length }) => length)).toEqual([frameBytes, 64, 6])
  expect(peer.closeCode).toBeUndefined()
})

test('P-20 no compression of WebSocket is agreed on, so there is nothing to inflate', async () => {
  const { peer } = await connected()
  expect(peer.text.toLowerCase()).not.toContain('sec-websocket-extensions')
})
