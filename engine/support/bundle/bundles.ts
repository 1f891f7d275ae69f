import { SrvraError } from '../../core/errors.ts'
import type { Redactor } from '../../core/redactor.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Random } from '../../ports/random.ts'
import type { FileToAttach } from '../attachments/new-attachments.ts'
import { bundleParts } from './bundle-parts.ts'
import type { BundlePart, BundleSources } from './bundle-parts.ts'

/** Previews that are looked at: each window needs one. */
const MOST_PREVIEWS = 4
const ID_BYTES = 9

/** A diagnostics bundle to look at before any of it is attached. */
export interface BundlePreview {
  readonly id: string
  readonly at: number
  readonly parts: readonly BundlePart[]
}

/** Parts that somebody looked at and wants attached; what is not named is left out. */
export interface BundleChoice {
  readonly preview: string
  readonly parts: readonly { readonly name: string; readonly hash: string }[]
}

export interface BundlesParts {
  readonly sources: BundleSources
  readonly redactor: Redactor
  readonly clock: Clock
  readonly random: Random
}

/** Makes bundles, and holds what was previewed: nothing else is ever attached. */
export class Bundles {
  readonly #parts: BundlesParts
  readonly #previews = new Map<string, BundlePreview>()

  constructor(parts: BundlesParts) {
    this.#parts = parts
  }

  async preview(): Promise<BundlePreview> {
    const { sources, redactor, clock, random } = this.#parts
    const at = clock.now()
    const preview = { id: random.token(ID_BYTES), at, parts: await bundleParts(sources, redactor, at) }
    this.#previews.set(preview.id, preview)
    for (const id of [...this.#previews.keys()].slice(0, -MOST_PREVIEWS)) this.#previews.delete(id)
    return preview
  }

  /** What was chosen, as files. Throws E_BUNDLE where that is not, or no longer, what was previewed. */
  chosen({ preview: id, parts }: BundleChoice): readonly FileToAttach[] {
    const preview = this.#previews.get(id)
    if (!preview) throw new SrvraError('E_BUNDLE', 'This preview is too old; look at a new one.', { id })
    if (parts.length === 0) throw new SrvraError('E_BUNDLE', 'No part of the bundle was chosen.', { id })
    return parts.map(({ name, hash }) => {
      const known = preview.parts.find((part) => part.name === name && part.hash === hash)
      if (known) return { name, bytes: new TextEncoder().encode(known.text), origin: 'diagnostics' as const }
      throw new SrvraError('E_BUNDLE', `'${name}' is not as it was previewed; look at a new preview.`, { id, name })
    })
  }
}
