import { policyOf } from '../../core/policy/index.ts'
import type { DocumentPolicy } from '../../core/policy/index.ts'
import type { Identity } from '../../ports/authenticator.ts'

const EVERY_KEY = ['**']
const known = new WeakMap<Identity, DocumentPolicy>()

/** What an identity may do with documents: the policy it brings, or what its patterns say. */
export function policyOfIdentity(identity: Identity): DocumentPolicy {
  if (identity.policy) return identity.policy
  const made = known.get(identity)
  if (made) return made
  const { patterns = EVERY_KEY, write = true } = identity
  const policy = policyOf([{ read: patterns, write: write ? patterns : [] }])
  known.set(identity, policy)
  return policy
}
