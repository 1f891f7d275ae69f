import type { EditingTrace, TracePatch } from './editing-trace.ts'

/** One character that was ever typed. */
export interface Item {
  readonly character: string
  /** The step that typed it. */
  readonly made: number
  /** The steps that deleted it. */
  readonly gone: number[]
}

/** What a step did, told by characters instead of offsets, so that it can be done on any version of the text. */
export interface ItemEdit {
  /** Stands right before what is added; undefined: the start of the text. */
  readonly after: Item | undefined
  readonly removed: readonly Item[]
  readonly added: readonly Item[]
}

/** The text that a trace tells of, in all its versions at once: every character, in order, with who made and deleted it. */
export class TraceText {
  readonly items: Item[] = []
  readonly #trace: EditingTrace
  /** For each step, a bit for every step that it knew of, itself included. */
  readonly #known: Uint32Array[] = []

  constructor(trace: EditingTrace) {
    this.#trace = trace
  }

  /** Whether a step was made in the knowledge of another. */
  knows(step: number, other: number): boolean {
    return hasBit(this.#known[step] as Uint32Array, other)
  }

  /** Carries out the next step, and tells what it did. */
  take(step: number): readonly ItemEdit[] {
    const { parents, patches } = this.#trace.steps[step] as EditingTrace['steps'][number]
    const known = new Uint32Array((this.#trace.steps.length + 31) >> 5)
    for (const parent of parents)
      for (const [at, bits] of (this.#known[parent] as Uint32Array).entries()) known[at] = (known[at] as number) | bits
    known[step >> 5] = (known[step >> 5] as number) | (1 << (step & 31))
    this.#known.push(known)
    return patches.map((patch) => this.#edit(step, known, patch))
  }

  #edit(step: number, known: Uint32Array, [at, deleted, inserted]: TracePatch): ItemEdit {
    let place = -1
    for (let seen = 0; seen < at;) if (isShown(this.items[++place] as Item, known)) seen++
    const removed: Item[] = []
    for (let next = place + 1; removed.length < deleted; next++) {
      const item = this.items[next] as Item
      if (isShown(item, known)) removed.push(item)
    }
    for (const item of removed) item.gone.push(step)
    const added = Array.from(inserted, (character) => ({ character, made: step, gone: [] }))
    const after = this.items[place]
    this.items.splice(place + 1, 0, ...added)
    return { after, removed, added }
  }
}

function isShown(item: Item, known: Uint32Array): boolean {
  return hasBit(known, item.made) && !item.gone.some((step) => hasBit(known, step))
}

function hasBit(bits: Uint32Array, at: number): boolean {
  return (((bits[at >> 5] as number) >>> (at & 31)) & 1) === 1
}
