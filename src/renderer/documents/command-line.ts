import type { JsonValue } from '../../shared/contract.ts'

const plainWord = /^[\w@%+=:,./-]+$/

/** A word as a POSIX shell reads it back: plain where it can be, else in single quotes. */
export function shellWord(text: string): string {
  return plainWord.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** The `srvra` command that gives a key this value, or deletes it. */
export function setCommand(key: string, value: JsonValue | undefined): string {
  // A key that begins with a dash would be read as an option.
  const name = key.startsWith('-') ? `-- ${shellWord(key)}` : shellWord(key)
  return value === undefined ? `srvra delete ${name}` : `srvra set ${name} ${shellWord(JSON.stringify(value))}`
}
