/** `export NAME='value'` lines that a POSIX shell reads back exactly, whatever the values hold. */
export function shellAssignments(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`)
    .join('')
}
