import type { JsonObject } from '../../core/json/index.ts'
import type { Chance } from '../chance.ts'
import { ofObject } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'

const PAGES = 6
const PARAGRAPHS = 40
const SENTENCES = 5
const LONGEST_SENTENCES = 9
const WORDS = [
  'plan',
  'review',
  'measure',
  'deliver',
  'agree',
  'simplify',
  'describe',
  'compare',
  'repeat',
  'decide',
  'remove',
  'ship',
]

function keyOf(page: number): string {
  return `documents/page-${page}`
}

/** People write in the same long texts at the same time, each in paragraphs of his own most of the time. */
export const documents: Scenario = {
  name: 'documents',
  summary: 'Authors write in the same long texts at once: edits in different places merge, in the same place they wait.',
  member: 'author',
  defaultReplicas: 8,
  thinkMs: 1200,
  offline: { probability: 0.03, meanMs: 10_000 },
  burst: { probability: 0.2, deeds: 6 },
  covered: ['documents/**'],
  patterns: () => ['documents/**'],
  documents: (chance) =>
    Array.from({ length: PAGES }, (_, page) => ({ key: keyOf(page), value: { title: `Page ${page}`, text: pageText(chance) } })),
  act: (chance, { number }) => {
    const key = keyOf(chance.between(0, PAGES - 1))
    // Now and then somebody writes in a paragraph that is another one's.
    const paragraph = chance.happens(0.05) ? chance.between(0, PARAGRAPHS - 1) : ownParagraph(number, chance)
    const written = { sentence: sentence(chance), at: chance.fraction() }
    return [{ key, edit: ofObject((page) => ({ ...page, text: edited(textOf(page), paragraph, written) })) }]
  },
}

/** Each author has the paragraphs of one residue, as far as there are enough. */
function ownParagraph(author: number, chance: Chance): number {
  const authors = 8
  const rounds = PARAGRAPHS / authors
  return (author % authors) + authors * chance.between(0, rounds - 1)
}

/** The text with a sentence more in one paragraph, or with one exchanged where there are too many. */
function edited(
  text: string,
  paragraph: number,
  { sentence: added, at }: { readonly sentence: string; readonly at: number },
): string {
  const paragraphs = text.split('\n\n')
  const index = paragraph % paragraphs.length
  const sentences = (paragraphs[index] ?? '').split(/(?<=\.) /)
  const place = Math.floor(at * sentences.length)
  sentences.splice(place, sentences.length < LONGEST_SENTENCES ? 0 : 1, added)
  paragraphs[index] = sentences.join(' ')
  return paragraphs.join('\n\n')
}

function textOf({ text }: JsonObject): string {
  return typeof text === 'string' ? text : ''
}

function pageText(chance: Chance): string {
  const paragraph = (): string => Array.from({ length: SENTENCES }, () => sentence(chance)).join(' ')
  return Array.from({ length: PARAGRAPHS }, paragraph).join('\n\n')
}

function sentence(chance: Chance): string {
  const words = Array.from({ length: chance.between(5, 12) }, () => chance.pick(WORDS)).join(' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}
