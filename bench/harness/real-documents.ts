import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { admitJson, type JsonObject, type JsonValue } from '../../engine/core/json/index.ts'
import { pick, seeded } from './random.ts'

/** A real document before and after a realistic edit, and the size of the edit written down in the shortest way. */
export interface RealEdit {
  readonly before: JsonValue
  readonly after: JsonValue
  readonly bytes: number
  readonly oracleBytes: number
}

type Path = readonly (string | number)[]

const MODULES = [
  fileURLToPath(new URL('../node_modules', import.meta.url)),
  fileURLToPath(new URL('../../node_modules', import.meta.url)),
]

/** JSON files of the installed packages (manifests, schemas, tables), edited as people and programs edit: seeded. */
export function realEdits(count: number): readonly RealEdit[] {
  const files = MODULES.flatMap((folder) => jsonFiles(folder, 4)).toSorted()
  const random = seeded(20_261_101)
  const edits: RealEdit[] = []
  for (let tries = 0; edits.length < count && tries < count * 20; tries += 1) {
    const edit = readEdit(pick(files, random), random)
    if (edit) edits.push(edit)
  }
  return edits
}

function jsonFiles(folder: string, depth: number): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return depth > 0 ? jsonFiles(path, depth - 1) : []
    return entry.isFile() && entry.name.endsWith('.json') && statSync(path).size < 400_000 ? [path] : []
  })
}

function readEdit(file: string, random: () => number): RealEdit | undefined {
  let before: JsonValue
  try {
    before = admitJson(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Not every .json file of a package is JSON within our limits (some carry comments): it is not a document here.
    return undefined
  }
  if (before === null || typeof before !== 'object' || Array.isArray(before)) return undefined
  const paths = leaves(before, [], [])
  if (paths.length === 0) return undefined
  const draft = structuredClone(before) as JsonObject
  const edits = 1 + Math.floor(random() * 3)
  let oracleBytes = 0
  for (let index = 0; index < edits; index += 1) oracleBytes += applyEdit(draft, pick(paths, random), random)
  const after = admitJson(draft)
  const bytes = JSON.stringify(before).length
  return JSON.stringify(after) === JSON.stringify(before) ? undefined : { before, after, bytes, oracleBytes }
}

function leaves(value: JsonValue, path: Path, into: Path[]): readonly Path[] {
  if (value !== null && typeof value === 'object') {
    for (const [name, child] of Object.entries(value)) leaves(child, [...path, Array.isArray(value) ? Number(name) : name], into)
  } else if (path.length > 0) into.push(path)
  return into
}

/** Edits the draft at a leaf and answers the bytes of `[path, new]` or, in a text, `[path, at, removed, inserted]`. */
function applyEdit(draft: JsonObject, path: Path, random: () => number): number {
  let parent: Record<string | number, JsonValue> = draft as never
  for (const step of path.slice(0, -1)) {
    const child = parent[step]
    if (child === null || typeof child !== 'object') return 0
    parent = child as never
  }
  const last = path.at(-1) as string | number
  const value = parent[last]
  if (value === undefined) return 0
  const pointer = path.join('/')
  if (typeof value === 'string' && value.length > 20) {
    const at = Math.floor(random() * (value.length - 6))
    parent[last] = `${value.slice(0, at)}edited${value.slice(at + 4)}`
    return JSON.stringify([pointer, at, 4, 'edited']).length
  }
  if (random() < 0.15 && !Array.isArray(parent)) {
    delete parent[last]
    return JSON.stringify([pointer]).length
  }
  if (random() < 0.2 && Array.isArray(parent)) {
    parent.splice(Number(last), 0, 'inserted')
    return JSON.stringify([pointer, 'inserted']).length
  }
  const next = typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${JSON.stringify(value)}-2`
  parent[last] = next
  return JSON.stringify([pointer, next]).length
}
