import { LIVES_KEPT } from '../log/store-life.ts'
import type { StoreLife } from '../log/store-life.ts'
import type { Fields } from './fields.ts'

/** The lives of a hub, as either side tells them. */
export function parseLives(fields: Fields): readonly StoreLife[] {
  return fields.each('lives', LIVES_KEPT, (life) => ({ epoch: life.count('epoch'), since: life.count('since') }))
}
