const MOST_CHARACTERS = 100
/** Names that Windows keeps for devices. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
/** Control characters, and those that turn the reading direction or show nothing: a name reads as what it is. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu

/** A name that is safe as a file's on every system, whatever it was: its last segment, without what a path or a screen could be misled by. */
export function attachmentName(given: string): string {
  const last = given.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replaceAll(UNSEEN, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .trim()
  const name = shorten(plain)
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
  if (name === '') return 'attachment'
  return DEVICES.test(name) ? `_${name}` : name
}

/** Keeps the ending, by which people know what a file is. */
function shorten(name: string): string {
  const characters = Array.from(name)
  if (characters.length <= MOST_CHARACTERS) return name
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? ''
  return characters.slice(0, MOST_CHARACTERS - ending.length).join('') + ending
}
