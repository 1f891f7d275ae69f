// Controls, bidirectional overrides and isolates, and what takes no room: joiners stay, since scripts and emoji need them.
const invisible = /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu

/** Writes characters that hide or reorder text as escapes (`\u202e`), so that data always looks like what it is. */
export function revealControls(text: string): string {
  return text.replaceAll(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** As `revealControls`, for a text of several lines. */
export function revealLines(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(revealControls)
    .join('\n')
}
