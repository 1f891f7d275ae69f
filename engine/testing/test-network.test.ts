import { expect, test } from 'vitest'
import { TestNetwork } from './test-network.ts'
import type { TransportFixture } from './transport-contract.ts'
import { transportContract } from './transport-contract.ts'
import { Witness } from './transport-contract/fixture.ts'
import { seeded } from './faults/seeded.ts'
import { VirtualTime } from './virtual-time.ts'

/** Each message takes another time, and still they come in order. */
function inMemory(): TransportFixture {
  const time = new VirtualTime()
  const random = seeded(1)
  const network = new TestNetwork(time, { latencyMs: () => random() * 50 })
  return {
    transport: network.transport('near'),
    nowhere: 'ws://nowhere',
    listen: async (accept) => {
      const stop = network.listen('ws://far', accept)
      return { url: 'ws://far', close: async () => stop() }
    },
    until: async (holds) => {
      while (!holds()) if (!time.step()) throw new Error('nothing more will happen')
    },
  }
}

transportContract('the network of tests', async () => inMemory())

/** Two connected places whose time and network are in the test's hand. */
function connected(): { time: VirtualTime; network: TestNetwork; near: Witness; far: Witness } {
  const time = new VirtualTime()
  const network = new TestNetwork(time, { latencyMs: () => 10 })
  const ends: { near?: Witness; far?: Witness } = {}
  network.listen('ws://far', (connection) => (ends.far = new Witness(connection)))
  network.transport('near').connect(
    'ws://far',
    { timeoutMs: 1000 },
    (connection) => (ends.near = new Witness(connection)),
    () => undefined,
  )
  time.advance(10)
  return { time, network, near: ends.near as Witness, far: ends.far as Witness }
}

test('P-17 of a connection that is cut a first part arrives, and never one without those before it', () => {
  const { time, network, near, far } = connected()
  for (let index = 0; index < 10; index++) {
    near.connection.send(String(index))
    time.advance(2)
  }
  network.cut()
  time.advance(1000)
  expect(far.messages).toEqual(['0', '1', '2', '3', '4', '5'])
  expect([near.closings, far.closings]).toMatchObject([[{ code: 1006 }], [{ code: 1006 }]])
})

test('P-17 a silent place hears nothing and nobody is told, until it is back: then all of it comes', () => {
  const { time, network, near, far } = connected()
  network.silence('near')
  near.connection.send('1')
  far.connection.send('2')
  time.advance(60_000)
  expect([near.messages, far.messages, near.closings, far.closings]).toEqual([[], [], [], []])
  network.heal('near')
  time.advance(1000)
  expect([near.messages, far.messages]).toEqual([['2'], ['1']])
})

test('P-17 what a slow place does not take is counted where it was sent', () => {
  const { time, network, near, far } = connected()
  network.slow('near')
  far.connection.send('x'.repeat(1000))
  time.advance(5000)
  expect([near.messages.length, far.connection.bufferedBytes, far.drains]).toEqual([0, 1000, 0])
  network.heal('near')
  time.advance(1000)
  expect([near.messages.length, far.connection.bufferedBytes, far.drains]).toEqual([1, 0, 1])
})

test('P-17 a place that is cut off loses its connections and gets none, until it is joined again', () => {
  const { time, network, near } = connected()
  const outcomes: string[] = []
  const connect = (): void => {
    network.transport('near').connect(
      'ws://far',
      { timeoutMs: 1000 },
      (connection) => {
        outcomes.push('open')
        return new Witness(connection)
      },
      () => outcomes.push('failed'),
    )
    time.advance(1000)
  }
  network.partition('near')
  connect()
  network.heal('near')
  connect()
  expect(near.closings).toMatchObject([{ code: 1006 }])
  expect(outcomes).toEqual(['failed', 'open'])
})
