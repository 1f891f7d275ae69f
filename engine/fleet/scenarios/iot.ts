import type { Scenario } from '../scenario.ts'

/** Sensors that report once a second, each into a document of its own; nobody subscribes to another one's. */
export const iot: Scenario = {
  name: 'iot',
  summary: 'Sensors report once a second, each into a document of its own.',
  member: 'sensor',
  defaultReplicas: 1000,
  thinkMs: 1000,
  offline: { probability: 0.002, meanMs: 10_000 },
  burst: { probability: 0.01, deeds: 3 },
  priority: 'low',
  patterns: ({ name }) => [`sensors/${name}`],
  documents: () => [],
  act: (chance, { name, number }) => {
    const celsius = 18 + (number % 12) + chance.between(-20, 20) / 10
    const reading = { celsius: Math.round(celsius * 10) / 10, battery: chance.between(20, 100), sequence: chance.between(0, 1_000_000_000) }
    return [{ key: `sensors/${name}`, edit: () => reading }]
  },
}
