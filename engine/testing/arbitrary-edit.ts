import fc from 'fast-check'
import { admitJson, NO_JSON_LIMITS, type JsonValue } from '../core/json/index.ts'
import { arbitraryName, arbitraryPlainJson, arbitraryScalar, arbitraryText } from './json-arbitrary.ts'

/** What an editor did: somewhere in the document (chosen by `where`, one number for each level) something happened. */
interface Step {
  readonly where: readonly number[]
  readonly what: 'set' | 'remove' | 'insert' | 'move' | 'rename' | 'splice' | 'copy'
  readonly at: number
  readonly to: number
  readonly name: string
  readonly value: unknown
  readonly text: string
}

const arbitraryStep: fc.Arbitrary<Step> = fc.record({
  where: fc.array(fc.nat(20), { maxLength: 4 }),
  what: fc.constantFrom('set', 'remove', 'insert', 'move', 'rename', 'splice', 'copy'),
  at: fc.nat(30),
  to: fc.nat(30),
  name: arbitraryName,
  value: fc.oneof({ weight: 3, arbitrary: arbitraryScalar }, { weight: 1, arbitrary: arbitraryPlainJson }),
  text: arbitraryText,
})

/** A list whose elements are recognised by a field; now and then one lacks it, or two share it. */
const arbitraryRecords = fc
  .tuple(
    fc.constantFrom('id', '_id', 'key', 'name'),
    fc.array(fc.record({ identity: fc.oneof(fc.nat(12), arbitraryText), rest: arbitraryPlainJson }), { maxLength: 12 }),
  )
  .map(([field, records]) => records.map(({ identity, rest }) => ({ [field]: identity, rest, quantity: 1 })))

const arbitraryProse = fc
  .array(fc.constantFrom('alpha ', 'beta ', 'gamma.\n', '😀 ', 'é', 'delta, ', 'x'), { minLength: 5, maxLength: 60 })
  .map((words) => words.join(''))

const arbitraryDocument = fc.oneof(
  arbitraryPlainJson,
  arbitraryRecords,
  fc.record({ list: arbitraryRecords, text: arbitraryProse, rest: arbitraryPlainJson }),
  fc.array(fc.nat(4), { maxLength: 40 }),
  arbitraryProse,
)

/** A document, what a few edits made of it, and what a few more made of that; sometimes nothing. All are admitted. */
export const arbitraryEdit: fc.Arbitrary<{ readonly base: JsonValue; readonly next: JsonValue; readonly last: JsonValue }> = fc
  .tuple(arbitraryDocument, fc.array(arbitraryStep, { maxLength: 6 }), fc.array(arbitraryStep, { maxLength: 4 }))
  .map(([source, steps, more]) => {
    const base = admitJson(source, NO_JSON_LIMITS)
    const next = edited(base, steps)
    return { base, next, last: edited(next, more) }
  })

/** A document and what two editors made of it, neither knowing of the other; now and then one of the three is not there. */
export const arbitraryTriple: fc.Arbitrary<readonly (JsonValue | undefined)[]> = fc
  .tuple(
    arbitraryDocument,
    fc.array(arbitraryStep, { maxLength: 4 }),
    fc.array(arbitraryStep, { maxLength: 4 }),
    fc.oneof({ weight: 12, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.nat(2) }),
  )
  .map(([source, steps, others, absent]) => {
    const base = admitJson(source, NO_JSON_LIMITS)
    return [base, edited(base, steps), edited(base, others)].map((side, at) => (at === absent ? undefined : side))
  })

/** Nothing is shared with the original by reference, as when it came over the wire. */
function edited(value: JsonValue, steps: readonly Step[]): JsonValue {
  const root: unknown[] = [structuredClone(value)]
  for (const step of steps) applyStep(root, step)
  return admitJson(root[0], NO_JSON_LIMITS)
}

type Container = Record<string, unknown> | unknown[]

function applyStep(root: unknown[], step: Step): void {
  let parent: Container = root
  let name: string | number = 0
  for (const choice of step.where) {
    const inner: unknown = Reflect.get(parent, name)
    if (inner === null || typeof inner !== 'object' || Object.keys(inner).length === 0) break
    parent = inner as Container
    const names = Object.keys(parent)
    name = names[choice % names.length] as string
  }
  const target: unknown = Reflect.get(parent, name)
  if (Array.isArray(target)) editList(target, step)
  else if (target !== null && typeof target === 'object') editObject(target as Record<string, unknown>, step)
  else
    Reflect.set(
      parent,
      name,
      typeof target === 'string' && step.what === 'splice' ? spliced(target, step) : structuredClone(step.value),
    )
}

function editList(list: unknown[], step: Step): void {
  const at = step.at % (list.length + 1)
  if (step.what === 'insert' || list.length === 0) list.splice(at, 0, structuredClone(step.value))
  else if (step.what === 'remove') list.splice(at % list.length, 1 + (step.to % 3))
  else if (step.what === 'copy') list.splice(at, 0, structuredClone(list[step.to % list.length]))
  else if (step.what === 'move') list.splice(step.to % list.length, 0, ...list.splice(at % list.length, 1))
  else list[at % list.length] = structuredClone(step.value)
}

function editObject(members: Record<string, unknown>, step: Step): void {
  const names = Object.keys(members)
  const name = names[step.at % names.length]
  if (name === undefined || step.what === 'insert' || step.what === 'set') members[step.name] = structuredClone(step.value)
  else if (step.what === 'rename' || step.what === 'move') {
    members[step.name] = members[name]
    if (step.name !== name) delete members[name]
  } else if (step.what === 'remove') delete members[name]
  else members[name] = structuredClone(step.value)
}

/** By whole characters, so that no surrogate pair is cut. */
function spliced(text: string, step: Step): string {
  const characters = Array.from(text)
  characters.splice(step.at % (characters.length + 1), step.to % 9, step.text)
  return characters.join('')
}
