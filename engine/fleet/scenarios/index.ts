import type { Scenario } from '../scenario.ts'
import { clinic } from './clinic.ts'
import { documents } from './documents.ts'
import { inventory } from './inventory.ts'
import { iot } from './iot.ts'
import { trading } from './trading.ts'

/** The fleets that can be played. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = { inventory, clinic, trading, documents, iot }
