import type { JsonObject, JsonValue } from '../../core/json/index.ts'
import type { Scenario } from '../scenario.ts'

const TOO_HOT = 31

/** Sensors that report once a second, each into a document of its own; nobody subscribes to another one's. */
export const iot: Scenario = {
  name: 'iot',
  summary: 'Sensors report once a second, each into a document of its own; what is too hot travels in the critical lane.',
  member: 'sensor',
  defaultReplicas: 1000,
  thinkMs: 1000,
  rhythm: 'device',
  offline: { probability: 0.002, meanMs: 10_000 },
  burst: { probability: 0, deeds: 1 },
  priority: 'low',
  covered: ['sensors/**'],
  patterns: ({ name }) => [`sensors/${name}`],
  documents: () => [],
  act: (chance, { name, number }) => {
    const celsius = (180 + (number % 120) + chance.between(-20, 20)) / 10
    const battery = chance.between(20, 100)
    const alarm = celsius >= TOO_HOT
    const edit = (before: JsonValue | undefined): JsonObject => ({ celsius, battery, alarm, readings: readingsOf(before) + 1 })
    return [{ key: `sensors/${name}`, edit, ...(alarm ? { priority: 'critical', reason: 'too hot' } : {}) }]
  },
}

/** How often a sensor has reported. */
function readingsOf(before: JsonValue | undefined): number {
  return typeof before === 'object' && before !== null ? Number((before as JsonObject)['readings'] ?? 0) : 0
}
