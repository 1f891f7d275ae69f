import { compileFilter } from '../../core/query/index.ts'
import type * as Port from '../../ports/storage.ts'
import type { KeyLine } from './key-line.ts'
import type { KeyOrder } from './key-order.ts'

type Lines = ReadonlyMap<string, KeyLine>

function indexIn(line: KeyLine, atSeq: number | undefined): number {
  return atSeq === undefined ? line.changes.length - 1 : line.indexAt(atSeq)
}

export function scanLines(order: KeyOrder, lines: Lines, query: Port.ScanQuery, page: { readonly cursor?: string; readonly examine: number }): Port.ScanSlice {
  const matches = compileFilter(query.filter)
  const keys = order.all()
  const start = page.cursor === undefined ? 0 : order.indexAfter(page.cursor)
  const end = Math.min(keys.length, start + page.examine)
  const ids: number[] = []
  const sortValues: number[] = []
  for (let position = start; position < end; position += 1) {
    const line = lines.get(keys[position] as string) as KeyLine
    const index = indexIn(line, query.atSeq)
    if (index < 0 || !matches(line.documentAt(index))) continue
    ids.push(line.id)
    if (query.sort !== 'key') sortValues.push(line.rowAt(index)[query.sort])
  }
  return { ids, sortValues, examined: end - start, cursor: end < keys.length ? keys[end - 1] : undefined }
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
    if (index >= 0 && line.changes[index]?.value !== undefined) rows.push(line.rowAt(index))
  }
  return rows
}

export function listPrefixes(order: KeyOrder, lines: Lines, page: Parameters<Port.Storage['children']>[0]): readonly Port.PrefixNode[] {
  const base = page.prefix === '' ? '' : `${page.prefix}/`
  const keys = order.all()
  const nodes = new Map<string, Port.PrefixNode>()
  for (let position = order.indexFrom(base); position < keys.length; position += 1) {
    const key = keys[position] as string
    if (!key.startsWith(base)) break
    if ((lines.get(key) as KeyLine).latest.value === undefined) continue
    const rest = key.slice(base.length)
    const slash = rest.indexOf('/')
    const name = slash < 0 ? rest : rest.slice(0, slash)
    const known = nodes.get(name)
    nodes.set(name, { name, path: base + name, documents: (known?.documents ?? 0) + 1, branch: (known?.branch ?? false) || slash >= 0 })
  }
  return [...nodes.values()].filter((node) => page.after === undefined || node.name > page.after).slice(0, page.limit)
}
