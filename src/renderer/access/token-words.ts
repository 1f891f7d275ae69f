import { Ban, CircleCheck, Clock } from '@lucide/vue'
import type { Component } from 'vue'

import type { AccessTokenView, RoleView, TokenRequest } from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'

export const stateWords: Readonly<
  Record<AccessTokenView['state'], { readonly word: string; readonly tone: Tone; readonly icon: Component }>
> = {
  valid: { word: 'Valid', tone: 'ok', icon: CircleCheck },
  expired: { word: 'Expired', tone: 'neutral', icon: Clock },
  revoked: { word: 'Revoked', tone: 'neutral', icon: Ban },
}

/** What somebody who shows the token may do, in a few words. */
export function rightsText({ write, patterns, role }: Pick<AccessTokenView, 'write' | 'patterns' | 'role'>): string {
  if (role !== undefined) return `What the role ${role} may`
  const what = write ? 'Reads and writes' : 'Reads'
  return patterns === undefined ? `${what} all keys` : `${what} ${patterns.join(', ')}`
}

/** A new token as it is typed. */
export interface TokenForm {
  readonly name: string
  /** One pattern a line; empty: all keys. */
  readonly patterns: string
  readonly readOnly: boolean
  /** Empty: what the keys say. */
  readonly role: string
  readonly expires: string
}

export const emptyTokenForm: TokenForm = { name: '', patterns: '', readOnly: false, role: '', expires: '' }

/** How long a token is good for, as offered; empty: until it is revoked. */
export const expiryChoices = [
  { value: '', label: 'Until it is revoked' },
  { value: '1day', label: 'A day' },
  { value: '30days', label: '30 days' },
  { value: '90days', label: '90 days' },
  { value: '365days', label: 'A year' },
] as const

export function requestOf({ name, patterns, readOnly, role, expires }: TokenForm): TokenRequest {
  const lines = patterns
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return {
    name: name.trim(),
    ...(role === '' ? { write: !readOnly, ...(lines.length === 0 ? {} : { patterns: lines }) } : { role }),
    ...(expires === '' ? {} : { expires }),
  }
}

/** What a token may do: what its keys say, or what a role says. */
export function roleChoicesOf(roles: readonly RoleView[]): { readonly value: string; readonly label: string }[] {
  return [
    { value: '', label: 'What the keys below say' },
    ...roles.map(({ name }) => ({ value: name, label: `What the role ${name} may, now and later` })),
  ]
}
