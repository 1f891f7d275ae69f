import { countOf } from '../admin/bulk/count-sentence.ts'

/** Rows as aligned columns, two spaces apart; numbers to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): readonly string[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, String(cell).length)
  return rows.map((row) =>
    row
      .map((cell, index) =>
        typeof cell === 'number' ? String(cell).padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}

/** Bytes for people: 912 bytes, 14.2 kB, 3.1 MB. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return countOf(bytes, 'byte')
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}
