import { seeded } from '../faults/seeded.ts'
import type { EditingTrace, TracePatch, TraceStep } from './editing-trace.ts'

const WORDS = ['the ', 'clown ', 'school ', 'was ', 'hard, ', 'é', '😀', '\n', '. ', 'aa', 'a ']
const SEPARATOR = '==='
const ROUNDS = 60
const STEPS_IN_A_ROUND = 5

/**
 * What several authors might have typed: everyone in a paragraph of his own, in rounds in which nobody sees the others'.
 * Paragraphs are told apart by an unequal line between them, so that no edit touches another author's.
 */
export function generatedTrace(seed: number, authors: number): EditingTrace {
  const fraction = seeded(seed)
  const below = (limit: number): number => Math.floor(fraction() * limit)
  const paragraphs: string[][] = Array.from({ length: authors }, () => [])
  const line = (author: number): string[] => Array.from(`\n${SEPARATOR} ${author} ${SEPARATOR}\n`)
  const steps: TraceStep[] = [{ author: 0, parents: [], patches: [[0, 0, paragraphs.map((_, at) => line(at).join('')).join('')]] }]
  let heads: readonly number[] = [0]
  for (let round = 0; round < ROUNDS; round++) {
    const before = paragraphs.map((paragraph) => paragraph.length)
    const next: number[] = []
    for (let author = 0; author < authors; author++) {
      const start = before.slice(0, author).reduce((sum, length, at) => sum + length + line(at).length, line(author).length)
      for (let step = 0; step <= below(STEPS_IN_A_ROUND); step++) {
        const patch = edit(paragraphs[author] as string[], below)
        steps.push({ author, parents: step === 0 ? heads : [steps.length - 1], patches: [[start + patch[0], patch[1], patch[2]]] })
      }
      next.push(steps.length - 1)
    }
    heads = next
  }
  const endContent = paragraphs.map((paragraph, at) => line(at).join('') + paragraph.join('')).join('')
  return { name: `seed ${seed}`, authors, steps, endContent }
}

/** Types or deletes somewhere in a paragraph. */
function edit(paragraph: string[], below: (limit: number) => number): TracePatch {
  const at = below(paragraph.length + 1)
  const deleted = below(3) === 0 ? Math.min(below(8), paragraph.length - at) : 0
  const inserted = deleted > 0 ? '' : (WORDS[below(WORDS.length)] as string)
  paragraph.splice(at, deleted, ...Array.from(inserted))
  return [at, deleted, inserted]
}
