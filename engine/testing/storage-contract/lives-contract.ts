import { describe, expect, test } from 'vitest'
import { LIVES_KEPT } from '../../core/log/store-life.ts'
import { begin, refusal, type CreateFixture } from './fixture.ts'

export function livesContract(create: CreateFixture): void {
  describe('lives', () => {
    test('L-38 a store is in its first life until another begins at its head, and remembers both', () => {
      const { storage, author, reopen } = begin(create)
      expect(storage.lives()).toEqual([{ epoch: 1, since: 0 }])
      author.write('a', 1)
      author.write('a', 2)
      storage.beginLife(4)
      expect(storage.epoch).toBe(4)
      author.write('a', 3)
      const after = reopen?.() ?? storage
      expect(after.epoch).toBe(4)
      expect(after.lives()).toEqual([
        { epoch: 1, since: 0 },
        { epoch: 4, since: 2 },
      ])
      expect(after.head().seq).toBe(3)
    })

    test('L-38 an epoch that is not above the present one is refused', () => {
      const { storage } = begin(create)
      for (const epoch of [1, 0, -3, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
        expect(
          refusal(() => storage.beginLife(epoch)),
          String(epoch),
        ).toMatchObject({ code: 'E_RANGE' })
      expect(storage.lives()).toEqual([{ epoch: 1, since: 0 }])
    })

    test('L-38 no life begins while a bulk is open, nor in a closed store', () => {
      const { storage } = begin(create)
      const bulk = storage.beginBulk()
      expect(refusal(() => storage.beginLife(2))).toMatchObject({ code: 'E_STORE_BUSY' })
      bulk.abandon()
      storage.beginLife(2)
      expect(storage.epoch).toBe(2)
      storage.close()
      expect(refusal(() => storage.beginLife(3))).toMatchObject({ code: 'E_STORE_CLOSED' })
    })

    test('L-38 of many lives the last ones are remembered', () => {
      const { storage, reopen } = begin(create)
      for (let epoch = 2; epoch <= LIVES_KEPT + 3; epoch++) storage.beginLife(epoch)
      const lives = (reopen?.() ?? storage).lives()
      expect(lives).toHaveLength(LIVES_KEPT)
      expect([lives[0]?.epoch, lives.at(-1)?.epoch]).toEqual([4, LIVES_KEPT + 3])
    })
  })
}
