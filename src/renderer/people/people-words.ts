import { Ban, CircleCheck, Lock } from '@lucide/vue'
import type { Component } from 'vue'

import type { Access, EffectivePermissions, Role, RoleView, UserView } from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'

export const userStates: Readonly<
  Record<UserView['state'], { readonly word: string; readonly tone: Tone; readonly icon: Component }>
> = {
  active: { word: 'Active', tone: 'ok', icon: CircleCheck },
  locked: { word: 'Locked', tone: 'warn', icon: Lock },
  disabled: { word: 'Disabled', tone: 'neutral', icon: Ban },
}

export const accessWords: Readonly<Record<Access, string>> = {
  read: 'Look at documents, history and metrics',
  write: 'Change documents and settle conflicts',
  operate: 'Run the hub, backups, alerts and tickets',
  audit: 'See the audit trail',
  admin: 'Say who may do what',
}

export const accessNames = ['read', 'write', 'operate', 'audit', 'admin'] as const satisfies readonly Access[]

/** A role as it is typed: one pattern a line; a line of hidden fields is a pattern and the pointers behind it. */
export interface RoleForm {
  readonly name: string
  readonly description: string
  readonly access: readonly Access[]
  readonly read: string
  readonly write: string
  readonly hide: string
}

export const emptyRoleForm: RoleForm = { name: '', description: '', access: ['read'], read: '**', write: '', hide: '' }

export function formOf({ name, description, access, documents }: RoleView): RoleForm {
  const hide = (documents.hide ?? []).map(({ pattern, fields }) => [pattern, ...fields].join(' '))
  return { name, description, access, read: documents.read.join('\n'), write: documents.write.join('\n'), hide: hide.join('\n') }
}

export function roleOf({ name, description, access, read, write, hide }: RoleForm): Role {
  const hidden = linesOf(hide).map((line) => {
    const [pattern = '', ...fields] = line.split(/\s+/)
    return { pattern, fields }
  })
  return {
    name: name.trim(),
    description: description.trim(),
    access: accessNames.filter((one) => access.includes(one)),
    documents: { read: linesOf(read), write: linesOf(write), ...(hidden.length === 0 ? {} : { hide: hidden }) },
  }
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Patterns in a few words. */
export function patternsText(patterns: readonly string[]): string {
  if (patterns.includes('**')) return 'all keys'
  return patterns.length === 0 ? 'none' : patterns.join(', ')
}

export function hiddenText({ documents }: Pick<Role, 'documents'>): string {
  const hide = documents.hide ?? []
  return hide.length === 0 ? 'nothing' : hide.map(({ pattern, fields }) => `${fields.join(' ')} in ${pattern}`).join('; ')
}

/** The verdict on one key, in a sentence. */
export function verdictText({ read, write, hidden }: EffectivePermissions): string {
  if (!read) return 'May neither read nor write it.'
  const what = write ? 'May read and write it' : 'May read it, and not write it'
  return hidden.length === 0 ? `${what}.` : `${what}; does not see ${hidden.join(', ')}.`
}
