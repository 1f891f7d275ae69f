import type { SavedFilters } from '../console-store/saved-filters.ts'
import type { LocalHandlers } from './local-commands.ts'

type FilterHandlers = Pick<LocalHandlers, 'filters.list' | 'filters.save' | 'filters.drop'>

export function filterCommands(filters: SavedFilters): FilterHandlers {
  return {
    'filters.list': () => filters.list(),
    'filters.save': (filter) => {
      filters.save(filter)
      return filters.list()
    },
    'filters.drop': ({ name }) => {
      filters.drop(name)
      return filters.list()
    },
  }
}
