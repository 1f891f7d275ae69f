/** A row of the gallery's table: made from its index, so that a million of them take no memory. */
export interface SampleRow {
  readonly id: number
  readonly key: string
  readonly version: number
  readonly sizeBytes: number
  readonly updatedAt: number
  readonly actor: string
}

export const sampleCount = 1_000_000

const actors = ['operator-1', 'svc-pricing', 'node-3', 'import']
const start = Date.UTC(2026, 10, 1)

/** `round` stands for time passing: every seventh row has another version in another round. */
function sampleRow(index: number, round: number): SampleRow {
  const changed = index % 7 === 0 ? round : 0
  return {
    id: index,
    key: `warehouses/rotterdam-${String(Math.floor(index / 20_000)).padStart(2, '0')}/items/SKU-${String(index).padStart(7, '0')}`,
    version: 1 + (index % 9) + changed,
    sizeBytes: 180 + ((index * 7919) % 48_000),
    updatedAt: start + (index % 10_000) * 61_000,
    actor: actors[index % actors.length] ?? '',
  }
}

export async function readSampleRows(
  from: number,
  count: number,
  round: number,
  descending: boolean,
): Promise<readonly SampleRow[]> {
  const place = (index: number): number => (descending ? sampleCount - 1 - index : index)
  return Array.from({ length: count }, (_, step) => sampleRow(place(from + step), round))
}
