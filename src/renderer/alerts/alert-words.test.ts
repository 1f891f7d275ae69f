import { expect, test } from 'vitest'

import type { AlertView, Severity } from '../../shared/contract.ts'
import { conditionWords, figureWords, orderAlerts } from './alert-words.ts'

const compared = { windowMs: 60_000, is: 'above', limit: 0.25 } as const

function alert(id: string, severity: Severity, status: 'firing' | 'inactive'): AlertView {
  const state = status === 'firing' ? { status, since: 1, firedAt: 1 } : { status }
  return { rule: { id, title: id, severity, forMs: 0, condition: { kind: 'absence', series: 'a', windowMs: 1000 } }, state }
}

test('V-191 what fires comes first, the worst of it before the rest, and the rules keep their order', () => {
  const alerts = [
    alert('calm-critical', 'critical', 'inactive'),
    alert('b', 'warning', 'firing'),
    alert('a', 'warning', 'firing'),
    alert('worst', 'critical', 'firing'),
  ]
  expect(orderAlerts(alerts).map(({ rule }) => rule.id)).toEqual(['worst', 'b', 'a', 'calm-critical'])
})

test('V-191 every kind of condition has words', () => {
  const burning = { missed: ['m'], all: ['m', 'n'], target: 0.99, windowMs: 3_600_000, newestMs: 90_000, limit: 14.4 }
  expect([
    conditionWords({ kind: 'threshold', series: 'lag', ...compared }),
    conditionWords({ kind: 'rate', series: 'writes', ...compared, is: 'below' }),
    conditionWords({ kind: 'ratio', part: ['bad', 'worse'], whole: ['all'], ...compared }),
    conditionWords({ kind: 'mean', sum: 'seconds', count: 'commits', ...compared }),
    conditionWords({ kind: 'burn-rate', ...burning }),
    conditionWords({ kind: 'absence', series: 'writes', windowMs: 90_000 }),
  ]).toEqual([
    'lag above 0.25',
    'writes per second below 0.25, over 1 min',
    'bad + worse as a share above 0.25, over 1 min',
    'seconds for each of its count above 0.25, over 1 min',
    'Error budget used up more than 14.4 times too fast, over 60 min and the last 90 s',
    'Nothing of writes in 90 s',
  ])
  expect([figureWords(1_610_612_736), figureWords(0.123_456)]).toEqual(['1,610,612,736', '0.123'])
})
