import type { DemoScenario } from '../../shared/contract.ts'

export interface ScenarioWords {
  readonly value: DemoScenario
  readonly label: string
  readonly hint: string
  /** How many replicas show it well. */
  readonly replicas: number
  /** What its replicas are called. */
  readonly noun: string
}

export const scenarios: readonly ScenarioWords[] = [
  {
    value: 'inventory',
    label: 'Inventory',
    hint: 'Shops sell from the same stock, and lose their connection now and then.',
    replicas: 25,
    noun: 'shop',
  },
  {
    value: 'clinic',
    label: 'Clinic',
    hint: 'Wards edit different fields of the same patient records.',
    replicas: 12,
    noun: 'ward',
  },
  { value: 'trading', label: 'Trading', hint: 'Hot keys that many write, in the critical lane.', replicas: 10, noun: 'desk' },
  { value: 'documents', label: 'Documents', hint: 'People write in the same long texts.', replicas: 8, noun: 'author' },
  { value: 'iot', label: 'Sensors', hint: 'Each sensor reports once a second.', replicas: 100, noun: 'sensor' },
]

export function scenarioWords(scenario: DemoScenario): ScenarioWords {
  const found = scenarios.find(({ value }) => value === scenario)
  if (!found) throw new Error(`There are no words for the scenario ${scenario}.`)
  return found
}
