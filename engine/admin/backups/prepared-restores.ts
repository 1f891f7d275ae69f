import { SrvraError } from '../../core/errors.ts'
import type { PreparedRestore } from './backup-control.ts'

/** Each may hold a restored store. */
const REMEMBERED = 4

/** What looks at restores have found, by the task that looked; the oldest goes first. */
export class PreparedRestores {
  readonly #restores = new Map<string, PreparedRestore>()

  async keep(taskId: string, restore: PreparedRestore): Promise<void> {
    this.#restores.set(taskId, restore)
    await this.#letGo([...this.#restores.keys()].slice(0, -REMEMBERED))
  }

  async close(): Promise<void> {
    await this.#letGo([...this.#restores.keys()])
  }

  /** Throws E_PREVIEW_GONE. */
  get(taskId: string): PreparedRestore {
    const restore = this.#restores.get(taskId)
    if (!restore)
      throw new SrvraError('E_PREVIEW_GONE', 'What this restore would do is not remembered any more; look again.', { taskId })
    return restore
  }

  async #letGo(taskIds: readonly string[]): Promise<void> {
    for (const id of taskIds) {
      const gone = this.#restores.get(id)
      this.#restores.delete(id)
      await gone?.close()
    }
  }
}
