import { pick, seeded } from './random.ts'

/** A stock record of about 300 bytes: what a shop's app writes all day. */
export interface StockRecord {
  readonly sku: string
  readonly name: string
  readonly quantity: number
  readonly reserved: number
  readonly price: { readonly amount: number; readonly currency: string }
  readonly location: { readonly aisle: string; readonly shelf: number; readonly bin: string }
  readonly supplier: string
  readonly tags: readonly string[]
  readonly active: boolean
  readonly countedAt: string
}

const NAMES = [
  'Bandage, elastic, 8 cm',
  'Syringe, 5 ml, sterile',
  'Glove, nitrile, medium',
  'Saline, 0.9 %, 500 ml',
  'Thermometer, digital',
]
const SUPPLIERS = ['North Medical Supplies', 'Harbour Wholesale', 'Alpine Instruments']

export function stockRecord(index: number): StockRecord {
  const random = seeded(index + 1)
  return {
    sku: `SKU-${String(index).padStart(7, '0')}`,
    name: pick(NAMES, random),
    quantity: Math.floor(random() * 500),
    reserved: Math.floor(random() * 20),
    price: { amount: Math.floor(random() * 10_000) / 100, currency: 'EUR' },
    location: { aisle: 'ABCDEFGH'[index % 8] as string, shelf: index % 40, bin: `${index % 7}-${index % 11}` },
    supplier: pick(SUPPLIERS, random),
    tags: ['stock', index % 3 === 0 ? 'cold-chain' : 'ambient'],
    active: true,
    countedAt: new Date(1_760_000_000_000 + index * 60_000).toISOString(),
  }
}

/** One or two fields change: the quantity always, the time of counting every other time. */
export function nextCount(record: StockRecord, step: number): StockRecord {
  const quantity = (record.quantity * 31 + step * 7 + 1) % 500
  if (step % 2 === 0) return { ...record, quantity }
  return { ...record, quantity, countedAt: new Date(1_760_000_000_000 + step * 1_000).toISOString() }
}

export const keyOf = (index: number): string => `stock/shop-${index % 25}/item-${index}`
