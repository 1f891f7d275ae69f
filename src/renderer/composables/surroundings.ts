import { computed, inject, type InjectionKey, provide, type Ref, ref } from 'vue'

// What the kit's components need to know of the console without importing a store.

/** How this console looks and speaks: given once by the frame. */
export interface Surroundings {
  /** Height of a row of the chosen density, px. */
  readonly rowHeight: Ref<number>
  readonly utc: Ref<boolean>
  /** The keys in force for a command; empty when it has none. */
  readonly keysOf: (commandId: string) => string
}

const surroundingsKey: InjectionKey<Surroundings> = Symbol('surroundings')

const bare: Surroundings = { rowHeight: ref(32), utc: ref(false), keysOf: () => '' }

export function provideSurroundings(surroundings: Partial<Surroundings>): void {
  const outer = inject(surroundingsKey, bare)
  provide(surroundingsKey, { ...outer, ...surroundings })
}

export function useSurroundings(): Surroundings {
  return inject(surroundingsKey, bare)
}

/** The keys of a command as they are now; empty without a command. */
export function useKeysOf(commandId: () => string | undefined): Ref<string> {
  const { keysOf } = useSurroundings()
  return computed(() => keysOf(commandId() ?? ''))
}

export const rowHeights = { comfortable: 36, default: 32, compact: 28 } as const
