import { contentHash, type Hash } from '../../core/json/index.ts'
import { StateDigest } from '../../core/log/digest.ts'
import { compareCodePoints, compileFilter, type DocumentFilter, type FilterableDocument } from '../../core/query/index.ts'
import type * as Port from '../../ports/storage.ts'
import { isReadable, type KeptChange, type KeyLine } from './key-line.ts'
import type { KeyOrder } from './key-order.ts'

type Lines = ReadonlyMap<string, KeyLine>

function indexIn(line: KeyLine, atSeq: number | undefined): number {
  return atSeq === undefined ? line.changes.length - 1 : line.indexAt(atSeq)
}

export function scanLines(
  order: KeyOrder,
  lines: Lines,
  query: Port.ScanQuery,
  page: { readonly cursor?: string; readonly examine: number },
): Port.ScanSlice {
  const matches = compileScan(query.filter)
  const keys = order.all()
  const start = page.cursor === undefined ? 0 : order.indexAfter(page.cursor)
  const end = Math.min(keys.length, start + page.examine)
  const ids: number[] = []
  const sortValues: number[] = []
  for (let position = start; position < end; position += 1) {
    const line = lines.get(keys[position] as string) as KeyLine
    const index = indexIn(line, query.atSeq)
    if (index < 0 || !matches(line.changes[index] as KeptChange)) continue
    ids.push(line.id)
    if (query.sort !== 'key') sortValues.push(line.rowAt(index)[query.sort])
  }
  return { ids, sortValues, examined: end - start, cursor: end < keys.length ? keys[end - 1] : undefined }
}

/** L-22: where the value was let go, only a filter that asks for no value can find the document. */
function compileScan(filter: DocumentFilter): (change: KeptChange) => boolean {
  const matches = compileFilter(filter)
  const asksForValues = filter.terms.some(({ type }) => type === 'field' || type === 'text')
  return (change) => {
    if (!isReadable(change)) return !asksForValues && matches(filterable(change, null))
    return matches(filterable(change, change.value))
  }
}

function filterable(change: KeptChange, value: FilterableDocument['value']): FilterableDocument {
  const { key, metadata, actor, at } = change
  return { key, value, metadata, actor, updatedAt: at }
}

export function listKeys(order: KeyOrder, lines: Lines, page: Parameters<Port.Storage['list']>[0]): readonly Port.DocumentRow[] {
  const { prefix = '', after, limit, atSeq } = page
  const keys = order.all()
  const rows: Port.DocumentRow[] = []
  const start = Math.max(order.indexFrom(prefix), after === undefined ? 0 : order.indexAfter(after))
  for (let position = start; position < keys.length && rows.length < limit; position += 1) {
    const key = keys[position] as string
    if (!key.startsWith(prefix)) break
    const line = lines.get(key) as KeyLine
    const index = indexIn(line, atSeq)
    if (index >= 0 && line.changes[index]?.deleted === false) rows.push(line.rowAt(index))
  }
  return rows
}

export function listPrefixes(
  order: KeyOrder,
  lines: Lines,
  page: Parameters<Port.Storage['children']>[0],
): readonly Port.PrefixNode[] {
  const { prefix, after, limit } = page
  const base = prefix === '' ? '' : `${prefix}/`
  const keys = order.all()
  const nodes = new Map<string, Port.PrefixNode>()
  for (let position = order.indexFrom(base); position < keys.length; position += 1) {
    const key = keys[position] as string
    if (!key.startsWith(base)) break
    if ((lines.get(key) as KeyLine).latest.deleted) continue
    const [name = '', ...deeper] = key.slice(base.length).split('/')
    const known = nodes.get(name)
    nodes.set(name, {
      name,
      path: base + name,
      documents: (known?.documents ?? 0) + 1,
      branch: (known?.branch ?? false) || deeper.length > 0,
    })
  }
  const names = [...nodes.keys()]
    .filter((name) => after === undefined || compareCodePoints(name, after) > 0)
    .toSorted(compareCodePoints)
  return names.slice(0, limit).map((name) => nodes.get(name) as Port.PrefixNode)
}

/** What a listing shows of a key now, or as it was after a change; undefined when it was not there. */
export function rowOf(line: KeyLine | undefined, atSeq: number | undefined): Port.DocumentRow | undefined {
  const index = line ? indexIn(line, atSeq) : -1
  return line && index >= 0 ? line.rowAt(index) : undefined
}

export function digestOf(lines: Iterable<KeyLine>, hash: Hash): string {
  const digest = new StateDigest(hash)
  for (const { latest } of lines) {
    if (latest.value !== undefined) digest.add(latest.key, latest.version, contentHash(latest.value, hash))
  }
  return digest.toString()
}
