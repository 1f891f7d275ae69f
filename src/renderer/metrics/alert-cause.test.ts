import { expect, test } from 'vitest'

import type { AlertRule } from '../../shared/contract.ts'
import { causeOf } from './alert-cause.ts'

const HOUR = 3_600_000
const FIRED = 100 * HOUR
const condition = { kind: 'absence', series: 'a', windowMs: 1000 } as const
const rule: AlertRule = { id: 'r', title: 'r', severity: 'info', forMs: 0, condition }

test('V-205 the figures end an hour after the alert fired, or now', () => {
  const state = { status: 'firing', since: FIRED, firedAt: FIRED } as const
  const until = (now: number): number => Number(causeOf({ rule, state }, now).query?.to) - FIRED
  expect([until(FIRED + 60_000), until(FIRED + 200 * HOUR)]).toEqual([60_000, HOUR])
})

test('V-205 a resolved alert leads to the time when it fired', () => {
  const state = { status: 'resolved', firedAt: FIRED, resolvedAt: FIRED + 5 * HOUR } as const
  expect(causeOf({ rule, state }, FIRED + 90 * HOUR).query).toEqual({ from: String(FIRED - HOUR / 4), to: String(FIRED + HOUR) })
})
