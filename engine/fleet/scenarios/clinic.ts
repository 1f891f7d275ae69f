import type { JsonObject } from '../../core/json/index.ts'
import { ofObject } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'

const PATIENTS = 60
const NOTES = ['stable overnight', 'slept well', 'complains of headache', 'walked without help', 'ate half of lunch', 'seen by physiotherapy']

function keyOf(patient: number): string {
  return `patients/p-${String(patient).padStart(4, '0')}`
}

/** Several wards write into the same records: vitals and notes merge, two changes of a medication's dose do not. */
export const clinic: Scenario = {
  name: 'clinic',
  summary: 'Wards write into the same patient records: vitals and notes merge, a dose changed twice waits for a person.',
  member: 'ward',
  defaultReplicas: 12,
  thinkMs: 3000,
  offline: { probability: 0.02, meanMs: 15_000 },
  burst: { probability: 0.05, deeds: 3 },
  patterns: () => ['patients/**', 'demo/**'],
  documents: (chance) =>
    Array.from({ length: PATIENTS }, (_, patient) => ({
      key: keyOf(patient),
      value: {
        bed: `${chance.between(1, 9)}-${chance.between(1, 4)}`,
        medication: { name: 'ibuprofen', doseMg: 200 * chance.between(1, 3) },
        notes: [],
        vitals: { pulse: chance.between(60, 90), temperature: chance.between(360, 375) / 10 },
      },
    })),
  act: (chance, { name }) => {
    const key = keyOf(chance.between(0, PATIENTS - 1))
    const roll = chance.fraction()
    if (roll < 0.05) {
      const doseMg = 200 * chance.between(1, 4)
      return [{ key, priority: 'critical', reason: 'dose changed', edit: ofObject((record) => ({ ...record, medication: { ...(record['medication'] as JsonObject), doseMg } })) }]
    }
    if (roll < 0.35) {
      const note = { id: `${name}-${chance.between(0, 1_000_000_000)}`, text: chance.pick(NOTES) }
      return [{ key, edit: ofObject((record) => ({ ...record, notes: [...((record['notes'] as readonly JsonObject[] | undefined) ?? []).slice(-19), note] })) }]
    }
    const [field, value] = chance.happens(0.5) ? ['pulse', chance.between(55, 110)] : ['temperature', chance.between(358, 395) / 10]
    return [{ key, edit: ofObject((record) => ({ ...record, vitals: { ...(record['vitals'] as JsonObject), [field as string]: value as number } })) }]
  },
}
