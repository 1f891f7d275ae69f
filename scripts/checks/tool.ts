import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../repository.ts'

/** The file of a program that a package brings along, to be run by this Node.js: no shell and no PATH in between. */
export function tool(packageName: string, program: string = packageName): string {
  const folder = join(root, 'node_modules', packageName)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { bin: string | Record<string, string> }
  const file = typeof bin === 'string' ? bin : bin[program]
  if (file === undefined) throw new Error(`The package ${packageName} brings no program ${program}.`)
  return join(folder, file)
}
