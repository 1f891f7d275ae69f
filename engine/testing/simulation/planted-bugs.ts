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
    rule: 'P-101',
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
    rule: 'P-101',
    bugs: { hubStorage: (storage) => instead(storage, { operation: () => undefined }) },
  },
  'a hub that says yes and loses some': {
    rule: 'P-102',
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
  'a replica that takes what it is sent without looking at the hash': {
    rule: 'P-100',
    bugs: {
      hash: () => 'A'.repeat(43),
      bendFrame: (text, chance) => (chance() < 0.1 ? text.replace(/("f\d":)\d+/, '$1777') : text),
    },
  },
  'a replica whose store forgets what it has shown': {
    rule: 'P-103',
    bugs: {
      replicaStorage: (storage) => {
        let appends = 0
        return instead(storage, {
          append: (changes, records) => (++appends % 9 === 0 ? undefined : storage.append(changes, records)),
        })
      },
    },
  },
  'a replica that does not remember what its hub has taken in': {
    rule: 'P-147',
    bugs: {
      restores: true,
      replicaStorage: (storage) =>
        instead(storage, {
          append: (changes, records) =>
            storage.append(
              changes,
              withoutSome(records, ({ collection }) => collection === 'sync-acknowledged'),
            ),
        }),
    },
  },
  'a replica that goes on as if its hub had not been restored': {
    rule: 'P-100',
    bugs: {
      restores: true,
      replicaStorage: (storage) =>
        instead(storage, {
          records: (collection, page) => (collection === 'sync-shadow' ? [] : storage.records(collection, page)),
        }),
    },
  },
  'a hub that tells a wrong time': {
    rule: 'P-105',
    bugs: { bendFrame: (text) => text.replace(/"time":\d+/, '"time":1900000000000').replace(/"actual":\d+/, '"actual":0') },
  },
  'a hub that keeps its answers to itself': {
    rule: 'P-104',
    bugs: { bendFrame: (text) => text.replace(/"answers":\[.*\]/, '"answers":[]') },
  },
  'a hub that leaves changes out': {
    rule: 'P-100',
    bugs: { bendFrame: (text, chance) => (chance() < 0.2 ? text.replace(/"changes":\[\{.*\}\]/, '"changes":[]') : text) },
  },
}
