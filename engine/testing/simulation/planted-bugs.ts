import type { RecordWrite, Storage } from '../../ports/storage.ts'
import type { PlantedBugs } from './simulation.ts'

/** A store some of whose members are replaced. */
function instead(storage: Storage, replaced: Partial<Storage>): Storage {
  return new Proxy(storage, {
    get: (target, name) => {
      const own: unknown = Reflect.get(replaced, name)
      if (own !== undefined) return own
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

const withoutSome = (
  records: readonly RecordWrite[] | undefined,
  gone: (record: RecordWrite) => boolean,
): readonly RecordWrite[] | undefined => records?.filter((record) => !gone(record))

/** Bugs that somebody could make, each with the rule that has to notice. The engine itself has none of them. */
export const PLANTED: Readonly<Record<string, { readonly rule: string; readonly bugs: PlantedBugs }>> = {
  'a replica that does not write down what it owes': {
    rule: 'P-10',
    bugs: {
      replicaStorage: (storage) =>
        instead(storage, {
          append: (changes, records) =>
            storage.append(
              changes,
              withoutSome(records, ({ collection }) => collection === 'sync-pending'),
            ),
        }),
    },
  },
  'a hub that does not know what it has taken': {
    rule: 'P-10',
    bugs: { hubStorage: (storage) => instead(storage, { operation: () => undefined }) },
  },
  'a hub that says yes and loses some': {
    rule: 'P-10',
    bugs: {
      hubStorage: (storage) => {
        let appends = 0
        return instead(storage, {
          append: (changes, records) => (++appends % 7 === 0 ? undefined : storage.append(changes, records)),
        })
      },
    },
  },
  'a hub that loses conflicts': {
    rule: 'P-101',
    bugs: {
      hubStorage: (storage) =>
        instead(storage, {
          append: (changes, records) =>
            storage.append(
              changes,
              withoutSome(records, ({ collection }) => collection === 'conflicts'),
            ),
        }),
    },
  },
  'a hub that leaves changes out': {
    rule: 'P-10',
    bugs: { bendFrame: (text, chance) => (chance() < 0.2 ? text.replace(/"changes":\[\{.*\}\]/, '"changes":[]') : text) },
  },
}
