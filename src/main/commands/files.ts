import { writeFile } from 'node:fs/promises'
import type { FileGrants } from '../file-grants.ts'
import type { LocalHandlers } from './local-commands.ts'

type FileHandlers = Pick<LocalHandlers, 'files.save'>

/** Writes what the page made, into files that the operator chose. // V-287 */
export function fileCommands(grants: FileGrants): FileHandlers {
  return {
    'files.save': async ({ file, content, encoding }) => {
      grants.requireWrite(file)
      await writeFile(file, content, encoding)
      return null
    },
  }
}
