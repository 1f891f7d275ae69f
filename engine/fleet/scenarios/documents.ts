import { ofObject } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'

const DOCUMENTS = 6
const WORDS = ['plan', 'review', 'measure', 'deliver', 'agree', 'simplify', 'describe', 'compare', 'repeat', 'decide', 'remove', 'ship']

function keyOf(number: number): string {
  return `documents/page-${number}`
}

/** People write in the same texts at the same time, each in a paragraph of his own most of the time. */
export const documents: Scenario = {
  name: 'documents',
  summary: 'Authors write in the same texts at once: edits in different places merge, in the same place they wait.',
  member: 'author',
  defaultReplicas: 8,
  thinkMs: 1200,
  offline: { probability: 0.01, meanMs: 10_000 },
  burst: { probability: 0.2, deeds: 6 },
  patterns: () => ['documents/**', 'demo/**'],
  documents: (_chance, replicas) =>
    Array.from({ length: DOCUMENTS }, (_, number) => ({
      key: keyOf(number),
      value: {
        title: `Page ${number}`,
        text: Array.from({ length: replicas }, (_paragraph, index) => `Paragraph ${index}: this part belongs to author ${index}.`).join('\n\n'),
      },
    })),
  act: (chance, { number }) => {
    const words = Array.from({ length: chance.between(1, 4) }, () => chance.pick(WORDS)).join(' ')
    const elsewhere = chance.happens(0.05)
    const place = chance.fraction()
    return [
      {
        key: keyOf(chance.between(0, DOCUMENTS - 1)),
        edit: ofObject((page) => {
          const paragraphs = String(page['text'] ?? '').split('\n\n')
          const index = elsewhere ? Math.floor(place * paragraphs.length) : number % paragraphs.length
          const edited = paragraphs.map((text, at) => (at === index ? `${shortened(text)} ${words}` : text))
          return { ...page, text: edited.join('\n\n') }
        }),
      },
    ]
  },
}

/** Somebody also takes out what has become too long. */
function shortened(paragraph: string): string {
  return paragraph.length < 400 ? paragraph : paragraph.slice(0, 60)
}
