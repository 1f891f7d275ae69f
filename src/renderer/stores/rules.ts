import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Failure, MergeRule, RulesOverview, RuleSetVersion, RuleSuggestion } from '../../shared/contract.ts'
import { call, on } from '../client.ts'
import { useRights } from './rights.ts'

/** Versions that are read at a time. */
const PAGE = 50
/** Decisions that suggestions are drawn from. */
const DECISIONS = 1000
/** The queue moves up to four times a second. Suggestions replay many decisions under many rules: they can wait. */
const REST_MS = 1500
const SUGGEST_REST_MS = 10_000

const noRules: readonly MergeRule[] = []

/** The merge rules in force, those that were, and those that the record of decisions suggests. */
export const useRules = defineStore('rules', () => {
  const overview = shallowRef<RulesOverview>()
  const versions = shallowRef<readonly RuleSetVersion[]>([])
  const suggestions = shallowRef<readonly RuleSuggestion[]>()
  const failure = shallowRef<Failure>()
  const suggestFailure = shallowRef<Failure>()
  const watching = ref(0)
  const rights = useRights()
  let overviewRest: ReturnType<typeof setTimeout> | undefined
  let suggestRest: ReturnType<typeof setTimeout> | undefined

  const version = computed(() => overview.value?.current?.version ?? 0)
  const inForce = computed(() => overview.value?.current?.rules ?? noRules)
  const older = computed(() => (versions.value.at(-1)?.version ?? 1) > 1)

  /** Reads all of it anew. */
  async function load(): Promise<void> {
    await Promise.all([loadOverview(), loadSuggestions(), rights.load()])
  }

  async function loadOverview(): Promise<void> {
    const [now, past] = await Promise.all([call('rules.overview', {}), call('rules.versions', { limit: PAGE })])
    failure.value = now.ok ? undefined : now.error
    if (now.ok) overview.value = now.value
    if (past.ok) keepVersions(past.value)
    else failure.value ??= past.error
  }

  /** Newest first; those further back that were read already stay. */
  function keepVersions(newest: readonly RuleSetVersion[]): void {
    const last = newest.at(-1)?.version ?? 0
    versions.value = [...newest, ...versions.value.filter((known) => known.version < last)]
  }

  async function loadOlder(): Promise<void> {
    const before = versions.value.at(-1)?.version
    if (before === undefined || before <= 1) return
    const answer = await call('rules.versions', { before, limit: PAGE })
    if (answer.ok) versions.value = [...versions.value, ...answer.value.filter((known) => known.version < before)]
    else failure.value = answer.error
  }

  async function loadSuggestions(): Promise<void> {
    const answer = await call('rules.suggest', { limit: DECISIONS })
    suggestFailure.value = answer.ok ? undefined : answer.error
    if (answer.ok) suggestions.value = answer.value
  }

  /** Follows decisions, and what others put into force, while a view shows them; returns the end of it. */
  function watchNow(): () => void {
    watching.value += 1
    void load()
    const stop = on('conflicts', () => {
      overviewRest ??= setTimeout(() => {
        overviewRest = undefined
        if (watching.value > 0) void loadOverview()
      }, REST_MS)
      suggestRest ??= setTimeout(() => {
        suggestRest = undefined
        if (watching.value > 0) void loadSuggestions()
      }, SUGGEST_REST_MS)
    })
    return () => {
      watching.value -= 1
      stop()
    }
  }

  return {
    overview,
    versions,
    suggestions,
    failure,
    suggestFailure,
    version,
    inForce,
    older,
    load,
    loadOverview,
    loadOlder,
    loadSuggestions,
    watchNow,
  }
})
