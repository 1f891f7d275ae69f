import type { Database } from 'better-sqlite3'

/** Where the window was, in device-independent pixels. */
export interface WindowState {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly maximized: boolean
}

export interface WindowStates {
  last(): WindowState | undefined
  save(state: WindowState): void
}

type Row = Omit<WindowState, 'maximized'> & { readonly maximized: number }

export function createWindowStates(database: Database): WindowStates {
  const last = database.prepare<[], Row>('SELECT x, y, width, height, maximized FROM window_state WHERE id = 1')
  const save = database.prepare<[Row]>(
    `INSERT INTO window_state (id, x, y, width, height, maximized) VALUES (1, @x, @y, @width, @height, @maximized)
     ON CONFLICT (id) DO UPDATE SET x = excluded.x, y = excluded.y, width = excluded.width, height = excluded.height, maximized = excluded.maximized`,
  )
  return {
    last: () => {
      const row = last.get()
      return row && { ...row, maximized: row.maximized === 1 }
    },
    save: (state) => void save.run({ ...state, maximized: Number(state.maximized) }),
  }
}
