import { expect, test } from 'vitest'
import type { WireMessage } from '../../ports/transport.ts'
import type { CreateTransport } from './fixture.ts'
import { join } from './fixture.ts'

const MANY = 500
const LARGE = 512 * 1024
const HIGH = 1024 * 1024
const MOST = 100

export function sendingContract(create: CreateTransport): void {
  test('P-14 messages arrive whole and in order, both ways', async () => {
    const { near, far, fixture } = await join(create)
    const texts = Array.from({ length: MANY }, (_, index) => `${index} ${'x'.repeat(index % 97)}`)
    for (const text of texts) {
      near.call((connection) => connection.send(text))
      far.call((connection) => connection.send(`${text}!`))
    }
    await fixture.until(() => far.messages.length === MANY && near.messages.length === MANY)
    expect(far.messages).toEqual(texts)
    expect(near.messages).toEqual(texts.map((text) => `${text}!`))
    expect([...near.indecencies, ...far.indecencies]).toEqual([])
  })

  test('P-14 a text arrives as a text and bytes as bytes, the empty ones, too', async () => {
    const { near, far, fixture } = await join(create)
    const sent: readonly WireMessage[] = ['', 'Grüße 🌍 \u0000', new Uint8Array(), new Uint8Array([0, 255, 10]), '{}']
    for (const message of sent) near.connection.send(message)
    await fixture.until(() => far.messages.length === sent.length)
    expect(far.messages.map((message) => (typeof message === 'string' ? message : Uint8Array.from(message)))).toEqual(sent)
  })

  test('P-15 what was sent and has not left is counted, and room is told of once there is some again', async () => {
    const { near, far, fixture } = await join(create)
    let sent = 0
    // Nobody reads meanwhile; what the systems between hold does not count.
    while (near.connection.bufferedBytes < HIGH && sent < MOST) {
      near.call((connection) => connection.send('x'.repeat(LARGE)))
      sent++
    }
    expect(near.connection.bufferedBytes).toBeGreaterThanOrEqual(HIGH)
    await fixture.until(() => far.messages.length === sent && near.drains > 0)
    expect(near.connection.bufferedBytes).toBe(0)
    expect(near.indecencies).toEqual([])
  })
}
