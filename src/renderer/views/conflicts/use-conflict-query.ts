import { computed, type Ref } from 'vue'

import type { ConflictFilter } from '../../../shared/contract.ts'
import { useQuery } from '../../composables/use-query.ts'

export type ConflictListing = 'waiting' | 'snoozed' | 'settled'

const listings: readonly ConflictListing[] = ['waiting', 'snoozed', 'settled']

export interface ConflictQueryRefs {
  readonly listing: Ref<ConflictListing>
  readonly text: Ref<string>
  /** The conflict that is looked at; empty: none. */
  readonly conflict: Ref<string>
  readonly filter: Readonly<Ref<ConflictFilter>>
}

/** What is listed and looked at lives in the URL. // V-166 */
export function useConflictQuery(): ConflictQueryRefs {
  const listingText = useQuery('list', 'waiting')
  const text = useQuery('filter')
  const conflict = useQuery('conflict')
  const listing = computed({
    get: () => listings.find((name) => name === listingText.value) ?? 'waiting',
    set: (name) => (listingText.value = name),
  })
  const filter = computed<ConflictFilter>(() => ({
    ...(text.value === '' ? {} : { text: text.value }),
    ...(listing.value === 'snoozed' ? { states: ['snoozed'] as const } : {}),
  }))
  return { listing, text, conflict, filter }
}
