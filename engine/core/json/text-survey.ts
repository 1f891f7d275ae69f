/** What a quick look at well-formed JSON text tells that JSON.parse hides. */
export interface TextSurvey {
  /** Members of all objects, duplicates included. */
  readonly members: number
  /** True when some number has so many digits in a row that it may be an integer which was rounded. */
  readonly longDigits: boolean
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const ZERO = 0x30
const NINE = 0x39
/** 2^53 has sixteen digits. */
const ROUNDED_DIGITS = 16

export function surveyText(text: string): TextSurvey {
  let members = 0
  let digits = 0
  let longDigits = false
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= ZERO && unit <= NINE) {
      if (++digits === ROUNDED_DIGITS) longDigits = true
      continue
    }
    digits = 0
    if (unit === QUOTE) i = endOfString(text, i)
    else if (unit === COLON) members++
  }
  return { members, longDigits }
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; ; i++) {
    const unit = text.charCodeAt(i)
    if (unit === QUOTE) return i
    if (unit === BACKSLASH) i++
  }
}
