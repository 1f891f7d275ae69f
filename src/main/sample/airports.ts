import { createRequire } from 'node:module'
import { countries } from 'countries-list'
import type { TCountryCode } from 'countries-list'

/** An airport as the package lists it: coordinates as text, null for what is unknown. */
export interface ListedAirport {
  readonly iata: string
  readonly iso: string
  readonly status: 0 | 1
  readonly name: string | null
  readonly continent: string
  readonly type: string
  readonly size: 'small' | 'medium' | 'large' | null
  readonly lat?: string
  readonly lon?: string
}

const SIZES = [null, 'small', 'medium', 'large']

/** One airport for each three-letter code; of several with one code the open, located, largest one. */
export function airportsAsListed(): readonly ListedAirport[] {
  // The package is one JSON file of 700 kB: it is read when the sample is asked for, not when the console starts.
  const require = createRequire(import.meta.url)
  const listed = require('airports') as readonly ListedAirport[]
  const byCode = new Map<string, ListedAirport>()
  for (const airport of listed) {
    const other = byCode.get(airport.iata)
    if (/^[A-Z]{3}$/.test(airport.iata) && (other === undefined || rank(airport) > rank(other))) byCode.set(airport.iata, airport)
  }
  return [...byCode.values()]
}

export function isLarge(airport: ListedAirport): boolean {
  return airport.size === 'large'
}

/** The same with the place as two numbers. */
export function withNumbers({ lat, lon, ...airport }: ListedAirport): Omit<ListedAirport, 'lat' | 'lon'> & {
  readonly loc: { readonly lat: number; readonly lon: number }
} {
  return { ...airport, loc: { lat: Number(lat), lon: Number(lon) } }
}

/** The name of an airport's country; its code where the list of countries has none. */
export function countryOf({ iso }: ListedAirport): string {
  return Object.hasOwn(countries, iso) ? countries[iso as TCountryCode].name : iso
}

function rank({ status, lat, size }: ListedAirport): number {
  return status * 8 + (lat === undefined ? 0 : 4) + SIZES.indexOf(size)
}
