import { continents, countries, languages } from 'countries-list'
import type { ICountry } from 'countries-list'

export interface ListedCountry {
  readonly code: string
  readonly country: ICountry
}

export function countriesAsListed(): readonly ListedCountry[] {
  return Object.entries(countries).map(([code, country]) => ({ code, country }))
}

/** The same with the names of continent and languages in place of their codes. */
export function spelledOut(country: ICountry): Omit<ICountry, 'continent' | 'languages'> & {
  readonly continent: string
  readonly languages: readonly string[]
} {
  return {
    ...country,
    continent: continents[country.continent],
    languages: country.languages.map((code) => languages[code].name),
  }
}
