import { expect, test } from 'vitest'

import { emptyTokenForm, requestOf, rightsText } from '../access/token-words.ts'
import type { AccessTokenView } from '../../shared/contract.ts'
import { failure, installBridge } from '../testing/bridge-double.ts'
import { useTokens } from './tokens.ts'

const ok = <Value>(value: Value) => ({ ok: true, value }) as const

const token: AccessTokenView = { id: 't1', name: 'shop', write: true, createdAt: 1, createdBy: 'ann', state: 'valid' }

function desk() {
  const world = { tokens: [] as readonly AccessTokenView[], refused: false }
  const bridge = installBridge({
    'access.tokens': () => ok(world.tokens),
    'access.issue': ({ name }) => {
      if (world.refused) return { ok: false, error: failure }
      world.tokens = [{ ...token, name }]
      return ok({ token: { ...token, name }, text: 'srvra_secret' })
    },
    'access.revoke': () => {
      const revoked = { ...token, state: 'revoked' } as const
      world.tokens = [revoked]
      return ok(revoked)
    },
    'access.forget': () => {
      world.tokens = []
      return ok(null)
    },
  })
  return { world, bridge, store: useTokens() }
}

test('V-311 the text is there until it is put away, and nowhere after that', async () => {
  const { store } = desk()
  store.ask()
  await store.issue({ ...emptyTokenForm, name: ' shop ' })
  expect([store.creating, store.issued?.text, store.tokens?.[0]?.name, store.valid]).toEqual([false, 'srvra_secret', 'shop', 1])
  store.putAway()
  expect(JSON.stringify(store.$state)).not.toContain('srvra_secret')
})

test('V-311 what is refused stays in the form', async () => {
  const { store, world } = desk()
  world.refused = true
  store.ask()
  await store.issue({ ...emptyTokenForm, name: 'x' })
  expect([store.creating, store.refusal, store.issued]).toEqual([true, failure, undefined])
})

test('V-312 only a valid token is asked about, and only one that is not goes off the list', async () => {
  const { store, bridge } = desk()
  await store.issue({ ...emptyTokenForm, name: 'shop' })
  await store.forget(store.tokens?.[0])
  expect(bridge.asked.map(([name]) => name)).not.toContain('access.forget')
  store.askRevoke(store.tokens?.[0])
  await store.revoke()
  expect([store.revoking, store.tokens?.[0]?.state, store.valid]).toEqual([undefined, 'revoked', 0])
  store.askRevoke(store.tokens?.[0])
  expect(store.revoking).toBeUndefined()
  await store.forget(store.tokens?.[0])
  expect(store.tokens).toEqual([])
})

test('V-310, V-311 what a token may do is said in words, and asked for as it was typed', () => {
  expect(rightsText(token)).toBe('Reads and writes all keys')
  expect(rightsText({ write: false, patterns: ['a/**', 'b'] })).toBe('Reads a/**, b')
  expect(requestOf({ name: ' a ', patterns: ' x/**\n\n y \n', readOnly: true, role: '', expires: '90days' })).toEqual({
    name: 'a',
    write: false,
    patterns: ['x/**', 'y'],
    expires: '90days',
  })
  expect(requestOf({ ...emptyTokenForm, name: 'a' })).toEqual({ name: 'a', write: true })
})
