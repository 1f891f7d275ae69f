import { expect, test } from 'vitest'
import { SrvraError } from '../../core/errors.ts'
import type { AlertNotification } from '../../ports/notifier.ts'
import { VirtualTime } from '../../testing/virtual-time.ts'
import { Deliveries } from './deliveries.ts'

function notification(id: string): AlertNotification {
  return { id, what: 'fired', at: 0, rule: { id: 'hot', title: 'It is hot', severity: 'info' } }
}

/** A receiver that answers as it is told to, and well after that. */
class Receiver {
  readonly time = new VirtualTime()
  readonly began = this.time.now()
  readonly reported: unknown[] = []
  readonly attempts: (readonly [string, number])[] = []
  readonly deliveries: Deliveries
  readonly #failures: Error[]

  constructor(...failures: readonly Error[]) {
    this.#failures = [...failures]
    const notify = ({ id }: AlertNotification): Promise<void> => {
      this.attempts.push([id, this.time.now() - this.began])
      const failure = this.#failures.shift()
      return failure === undefined ? Promise.resolve() : Promise.reject(failure)
    }
    const report = (error: unknown): void => void this.reported.push(error)
    this.deliveries = new Deliveries({ notify }, { scheduler: this.time, clock: this.time, report })
  }

  /** Lets everything that waits happen. */
  async pass(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve))
    while (this.time.step())
  }
}

const BUSY = new SrvraError('E_NOTIFY', 'busy', { again: true })

test('O-18 attempts are made again after growing pauses, and what comes later waits its turn', async () => {
  const receiver = new Receiver(BUSY, BUSY, BUSY)
  receiver.deliveries.add(notification('a'))
  receiver.deliveries.add(notification('b'))
  await receiver.pass()
  expect(receiver.attempts).toEqual([
    ['a', 0],
    ['a', 1000],
    ['a', 3000],
    ['a', 7000],
    ['b', 7000],
  ])
  expect(receiver.reported).toEqual([])
})

test('O-18 after ten attempts, or where another is no use, it is given up and reported', async () => {
  const never = new SrvraError('E_NOTIFY', 'gone', { again: false })
  const receiver = new Receiver(...Array.from({ length: 10 }, () => BUSY), never)
  for (const id of ['a', 'b', 'c']) receiver.deliveries.add(notification(id))
  await receiver.pass()
  expect(receiver.attempts.map(([id]) => id).join('')).toBe('aaaaaaaaaabc')
  expect(receiver.reported).toEqual([BUSY, never])
})

test('O-18 a hundred wait, the newest ones', async () => {
  const receiver = new Receiver(BUSY)
  for (let index = 0; index < 150; index++) receiver.deliveries.add(notification(String(index)))
  await receiver.pass()
  const told = receiver.attempts.map(([id]) => Number(id))
  expect(told.slice(0, 3)).toEqual([0, 0, 51])
  expect(told).toHaveLength(101)
  expect(receiver.reported).toHaveLength(50)
})

test('O-18 once closed nothing more is sent', async () => {
  const receiver = new Receiver(BUSY)
  receiver.deliveries.add(notification('a'))
  await new Promise((resolve) => setImmediate(resolve))
  receiver.deliveries.close()
  receiver.deliveries.add(notification('b'))
  await receiver.pass()
  expect(receiver.attempts).toHaveLength(1)
})

test('O-40 what came of the latest fifty notifications is known, with the reason of what was given up', async () => {
  const never = new SrvraError('E_NOTIFY', 'gone', { again: false })
  const receiver = new Receiver(BUSY, never)
  for (let index = 0; index < 60; index++) receiver.deliveries.add(notification(String(index)))
  expect(receiver.deliveries.recent.every(({ status }) => status === 'waiting')).toBe(true)
  await receiver.pass()
  expect(receiver.deliveries.recent).toHaveLength(50)
  expect(receiver.deliveries.recent[0]).toMatchObject({ id: '59', rule: 'hot', status: 'delivered', attempts: 1 })
  const failing = new Receiver(BUSY, never)
  failing.deliveries.add(notification('a'))
  await failing.pass()
  expect(failing.deliveries.recent).toEqual([
    { id: 'a', rule: 'hot', what: 'fired', at: 0, status: 'failed', attempts: 2, endedAt: failing.time.now(), error: 'gone' },
  ])
})
