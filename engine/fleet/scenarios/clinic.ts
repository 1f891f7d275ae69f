import type { JsonObject, JsonValue } from '../../core/json/index.ts'
import type { Chance } from '../chance.ts'
import { ofObject, part } from '../scenario.ts'
import type { Deed, Scenario } from '../scenario.ts'

const PATIENTS = 60
const NOTES = [
  'stable overnight',
  'slept well',
  'complains of headache',
  'walked without help',
  'ate half of lunch',
  'physiotherapy done',
]
const KEPT_NOTES = 20

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
  offline: { probability: 0.04, meanMs: 15_000 },
  burst: { probability: 0.05, deeds: 3 },
  covered: ['patients/**'],
  patterns: () => ['patients/**'],
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
    if (roll < 0.05) return [dose(key, 200 * chance.between(1, 4))]
    if (roll < 0.35) return [note(key, `${name}-${chance.between(0, 1_000_000_000)}`, chance.pick(NOTES))]
    return [vital(key, chance)]
  },
}

function dose(key: string, doseMg: number): Deed {
  const edit = ofObject((record) => ({ ...record, medication: { ...part(record, 'medication'), doseMg } }))
  return { key, priority: 'critical', reason: 'dose changed', edit }
}

function note(key: string, id: string, text: string): Deed {
  return { key, edit: ofObject((record) => ({ ...record, notes: [...notesOf(record).slice(1 - KEPT_NOTES), { id, text }] })) }
}

function vital(key: string, chance: Chance): Deed {
  const measured = chance.happens(0.5) ? { pulse: chance.between(55, 110) } : { temperature: chance.between(358, 395) / 10 }
  return { key, edit: ofObject((record) => ({ ...record, vitals: { ...part(record, 'vitals'), ...measured } })) }
}

function notesOf({ notes }: JsonObject): readonly JsonValue[] {
  return Array.isArray(notes) ? (notes as readonly JsonValue[]) : []
}
