import { useThrottleFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { Failure, TreeNode } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useConnection } from './connection.ts'

export interface PrefixChildren {
  readonly nodes: readonly TreeNode[]
  /** More exist than were read. */
  readonly more: boolean
}

const pageSize = 200
/** The engine answers 1,000 nodes at most, and one more than shown tells whether there are more. */
const mostNodes = 999

/** The tree of keys, read a level at a time as branches are opened. */
export const usePrefixes = defineStore('prefixes', () => {
  const children = shallowRef<ReadonlyMap<string, PrefixChildren>>(new Map())
  const failure = shallowRef<Failure>()
  /** The instant that the tree is of; undefined: now. */
  const at = shallowRef<number>()

  function put(prefix: string, level: PrefixChildren): void {
    children.value = new Map(children.value).set(prefix, level)
  }

  async function page(prefix: string, after: string | undefined, limit: number): Promise<PrefixChildren | undefined> {
    const asked = at.value
    const answer = await call('documents.children', {
      prefix,
      limit: limit + 1,
      ...(after === undefined ? {} : { after }),
      ...(asked === undefined ? {} : { at: asked }),
    })
    if (asked !== at.value) return undefined
    failure.value = answer.ok ? undefined : answer.error
    return answer.ok ? { nodes: answer.value.slice(0, limit), more: answer.value.length > limit } : undefined
  }

  async function load(prefix: string): Promise<void> {
    const level = await page(prefix, undefined, pageSize)
    if (level) put(prefix, level)
  }

  async function loadMore(prefix: string): Promise<void> {
    const known = children.value.get(prefix)
    const last = known?.nodes.at(-1)
    if (!known || !last) return
    const next = await page(prefix, last.name, pageSize)
    if (next) put(prefix, { nodes: [...known.nodes, ...next.nodes], more: next.more })
  }

  /** Reads every level that is open anew, keeping as many nodes as are shown. */
  async function reload(): Promise<void> {
    const levels = await Promise.all(
      [...children.value].map(
        async ([prefix, { nodes }]) =>
          [prefix, await page(prefix, undefined, Math.min(Math.max(nodes.length, pageSize), mostNodes))] as const,
      ),
    )
    children.value = new Map([...children.value, ...levels.flatMap(([prefix, level]) => (level ? [[prefix, level] as const] : []))])
  }

  async function travel(instant: number | undefined): Promise<void> {
    if (instant === at.value) return
    at.value = instant
    await reload()
  }

  // Only keys that came or went move counts, and a count may be a moment late.
  const follow = useThrottleFn(reload, 1000, true)
  useConnection().onChanges(({ notices, omitted }) => {
    if (at.value === undefined && (omitted > 0 || notices.some(({ version, deleted }) => deleted || version === 1))) void follow()
  })

  return { children, failure, at, load, loadMore, travel }
})
