import { expect, test } from 'vitest'
import type { CreateTransport } from './fixture.ts'
import { join, listenFor, open, Witness } from './fixture.ts'

export function endingContract(create: CreateTransport): void {
  test('P-16 a good-bye comes after what was sent before it, and both ends are told once, with its code and reason', async () => {
    const { near, far, fixture } = await join(create)
    near.call((connection) => connection.send('last words'))
    near.call((connection) => connection.close(4409, 'replaced by another connection'))
    await fixture.until(() => near.closings.length > 0 && far.closings.length > 0)
    expect(far.messages).toEqual(['last words'])
    expect(far.closings).toEqual([{ code: 4409, reason: 'replaced by another connection' }])
    expect(near.closings).toMatchObject([{ code: 4409 }])
    expect([...near.indecencies, ...far.indecencies]).toEqual([])
  })

  test('P-16 the far end may say good-bye, too', async () => {
    const { near, far, fixture } = await join(create)
    far.call((connection) => connection.close(1000, 'done'))
    await fixture.until(() => near.closings.length > 0 && far.closings.length > 0)
    expect(near.closings).toEqual([{ code: 1000, reason: 'done' }])
  })

  test('P-16 a connection that is cut is over at both ends, as lost', async () => {
    const { near, far, fixture } = await join(create)
    near.call((connection) => connection.terminate())
    await fixture.until(() => near.closings.length > 0 && far.closings.length > 0)
    expect([near.closings, far.closings]).toMatchObject([[{ code: 1006 }], [{ code: 1006 }]])
    expect([...near.indecencies, ...far.indecencies]).toEqual([])
  })

  test('P-16 what is asked of a connection that is over does nothing', async () => {
    const { near, far, fixture } = await join(create)
    near.connection.close(1000, '')
    near.call((connection) => connection.send('too late'))
    await fixture.until(() => near.closings.length > 0 && far.closings.length > 0)
    for (const end of [near, far]) {
      end.call((connection) => connection.send('far too late'))
      end.call((connection) => connection.close(4400, 'again'))
      end.call((connection) => connection.terminate())
    }
    expect([near.messages, far.messages, near.indecencies, far.indecencies]).toEqual([[], [], [], []])
    expect([near.closings.length, far.closings.length]).toEqual([1, 1])
  })

  test('P-16 a place that closes ends what is connected there, and takes no more', async () => {
    const fixture = await open(create)
    let near: Witness | undefined
    const failures: number[] = []
    const place = await listenFor(fixture, (connection) => new Witness(connection))
    const connect = (): void => {
      fixture.transport.connect(
        place.url,
        { timeoutMs: 5000 },
        (connection) => (near = new Witness(connection)),
        ({ code }) => failures.push(code),
      )
    }
    connect()
    await fixture.until(() => near !== undefined)
    await place.close()
    await fixture.until(() => near?.closings.length === 1)
    connect()
    await fixture.until(() => failures.length === 1)
    expect(failures).toEqual([1006])
  })
}
