import { expect, test } from 'vitest'
import type { Closing } from '../../ports/transport.ts'
import type { CreateTransport } from './fixture.ts'
import { join, listenFor, open, Witness } from './fixture.ts'

const PATIENT = { timeoutMs: 5000 }

export function connectingContract(create: CreateTransport): void {
  test('P-13 both ends are told of a connection, and each knows where the other is', async () => {
    const { near, far } = await join(create)
    expect(near.connection.remoteAddress).not.toBe('')
    expect(far.connection.remoteAddress).not.toBe('')
    expect([near.connection.bufferedBytes, far.connection.bufferedBytes]).toEqual([0, 0])
  })

  test('P-13 an attempt that fails is told once, later, and never opens', async () => {
    const fixture = await open(create)
    const failures: Closing[] = []
    let opened = 0
    const count = (): never => {
      opened++
      throw new Error('it must not open')
    }
    fixture.transport.connect(fixture.nowhere, PATIENT, count, (closing) => failures.push(closing))
    expect(failures).toEqual([])
    await fixture.until(() => failures.length > 0)
    expect(failures).toMatchObject([{ code: 1006 }])
    expect(opened).toBe(0)
  })

  test('P-13 of an attempt that was given up nothing is told', async () => {
    const fixture = await open(create)
    const told: string[] = []
    const { url } = await listenFor(fixture, (connection) => new Witness(connection))
    const giveUp = fixture.transport.connect(
      url,
      PATIENT,
      (connection) => {
        told.push('open')
        return new Witness(connection)
      },
      () => told.push('failed'),
    )
    giveUp()
    // Another one that comes through shows that enough time has passed.
    let other: Witness | undefined
    fixture.transport.connect(
      url,
      PATIENT,
      (connection) => (other = new Witness(connection)),
      () => told.push('the other failed'),
    )
    await fixture.until(() => other !== undefined)
    expect(told).toEqual([])
  })

  test('P-13 giving up what is open already changes nothing', async () => {
    const fixture = await open(create)
    let far: Witness | undefined
    let near: Witness | undefined
    const { url } = await listenFor(fixture, (connection) => (far = new Witness(connection)))
    const giveUp = fixture.transport.connect(
      url,
      PATIENT,
      (connection) => (near = new Witness(connection)),
      () => undefined,
    )
    await fixture.until(() => near !== undefined && far !== undefined)
    giveUp()
    near?.connection.send('still here')
    await fixture.until(() => far?.messages.length === 1)
    expect(near?.closings).toEqual([])
  })
}
