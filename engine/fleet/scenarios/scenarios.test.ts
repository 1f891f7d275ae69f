import { expect, test } from 'vitest'
import { admitJson, equalJson, sizeBytes } from '../../core/json/index.ts'
import type { JsonValue } from '../../core/json/index.ts'
import { compileRules, EMPTY_RULES, merge } from '../../core/merge/index.ts'
import type { RuleSet } from '../../core/merge/index.ts'
import { scopeOf } from '../../core/query/scope.ts'
import { Chance } from '../chance.ts'
import type { Actor, Deed, Scenario } from '../scenario.ts'
import { SCENARIOS } from './index.ts'

const DEEDS = 400
const REPLICAS = 8
const scenarios = Object.values(SCENARIOS)

function actor(scenario: Scenario, number: number): Actor {
  return { number, name: `${scenario.member}-${number}` }
}

function firstState(scenario: Scenario): Map<string, JsonValue> {
  return new Map(scenario.documents(new Chance(7), REPLICAS).map(({ key, value }) => [key, value]))
}

/** What a member does in a world of its own. */
function played(
  scenario: Scenario,
  seed: number,
  number = 0,
): { readonly deeds: readonly Deed[]; readonly state: Map<string, JsonValue> } {
  const chance = new Chance(seed)
  const state = firstState(scenario)
  const deeds = Array.from({ length: DEEDS }, () => scenario.act(chance, actor(scenario, number))).flat()
  for (const { key, edit } of deeds) {
    const value = edit(state.get(key))
    if (value !== undefined) state.set(key, value)
  }
  return { deeds, state }
}

test.each(scenarios)('C-20 $name: the same seed gives the same deeds, another one others', (scenario) => {
  const keys = (seed: number): readonly string[] => played(scenario, seed).deeds.map(({ key }) => key)
  expect([...played(scenario, 3).state]).toEqual([...played(scenario, 3).state])
  expect([...played(scenario, 3).state]).not.toEqual([...played(scenario, 4).state])
  expect(keys(3)).toEqual(keys(3))
})

test.each(scenarios)('C-20 $name: members write what they subscribe to, and the fleet covers all of it', (scenario) => {
  for (let number = 0; number < REPLICAS; number++) {
    const held = scopeOf(scenario.patterns(actor(scenario, number)))
    const covered = scopeOf(scenario.covered)
    for (const { key } of played(scenario, number, number).deeds)
      expect([key, held.matches(key), covered.matches(key)]).toEqual([key, true, true])
  }
  expect(scenario.documents(new Chance(7), REPLICAS).every(({ key }) => scopeOf(scenario.covered).matches(key))).toBe(true)
})

test.each(scenarios)('C-20 $name: documents are JSON that stays small however long a fleet plays', (scenario) => {
  for (const value of played(scenario, 5).state.values()) expect(sizeBytes(admitJson(value))).toBeLessThan(40_000)
})

test.each(scenarios)('C-20 $name: a deed changes something, and leaves alone what it does not understand', (scenario) => {
  const chance = new Chance(11)
  const state = firstState(scenario)
  const changed = Array.from({ length: DEEDS }, () => scenario.act(chance, actor(scenario, 1)))
    .flat()
    .filter(({ key, edit }) => {
      const before = state.get(key)
      const after = edit(before)
      return after !== undefined && (before === undefined || !equalJson(after, before))
    })
  expect(changed.length).toBeGreaterThan(DEEDS / 2)
  if (scenario.documents(chance, 1).length > 0 && scenario.name !== 'trading')
    for (const { edit } of changed) expect(edit('somebody wrote a text here')).toBeUndefined()
})

/** How many edits that two members make of the same document at the same time merge by themselves, and how many do not. */
function meetings(scenario: Scenario, rules: RuleSet = EMPTY_RULES): { readonly merged: number; readonly conflicts: number } {
  const [one, other] = [new Chance(21), new Chance(22)]
  const state = firstState(scenario)
  const [reach, otherReach] = [1, 2].map((number) => scopeOf(scenario.patterns(actor(scenario, number))))
  const isShared = (key: string): boolean => reach?.matches(key) === true && otherReach?.matches(key) === true
  const compiled = compileRules(rules)
  let merged = 0
  let conflicts = 0
  for (let meeting = 0; meeting < 5 * DEEDS; meeting++) {
    const mine = scenario.act(one, actor(scenario, 1))[0]
    const theirs = scenario.act(other, actor(scenario, 2))[0]
    if (!mine || !theirs || !isShared(mine.key) || !isShared(theirs.key)) continue
    // Of prices each desk makes its own; documents of the other fleets are written in the same way by all.
    if (scenario.name === 'trading' && mine.key !== theirs.key) continue
    const base = state.get(mine.key)
    const lookup = compiled.forKey(mine.key)
    const options = lookup ? { rules: lookup } : {}
    if (merge(base, mine.edit(base), theirs.edit(base), options).confidence >= 0.8) merged++
    else conflicts++
  }
  return { merged, conflicts }
}

test('C-20 inventory: shops that sell the same at once are at odds, until the stock is known to be a counter', () => {
  const inventory = SCENARIOS['inventory'] as Scenario
  const without = meetings(inventory)
  expect(without.conflicts).toBeGreaterThan(without.merged)
  const rules = [{ keys: 'inventory/**', path: 'stock.quantity', rule: 'counter' }] as const
  const counted = meetings(inventory, { version: 1, rules })
  expect(counted.conflicts).toBeLessThan(counted.merged / 10)
})

test.each(['clinic', 'trading', 'documents'])('C-20 %s: members who meet in a document mostly merge', (name) => {
  const { merged, conflicts } = meetings(SCENARIOS[name] as Scenario)
  expect(merged).toBeGreaterThan(10)
  expect(conflicts).toBeLessThan(merged / 2)
})

test.each(['inventory', 'clinic', 'documents'])('C-20 %s: now and then members who meet are at odds', (name) => {
  expect(meetings(SCENARIOS[name] as Scenario).conflicts).toBeGreaterThan(0)
})

test('C-20 trading: prices travel in the critical lane', () => {
  const { deeds } = played(SCENARIOS['trading'] as Scenario, 1)
  expect(deeds.filter(({ key }) => key.startsWith('market/')).every(({ priority }) => priority === 'critical')).toBe(true)
})
