import type { SampleStep } from '../../../engine/admin/engine/sample-command.ts'
import { airportsAsListed, countryOf, isLarge, withNumbers } from './airports.ts'
import type { ListedAirport } from './airports.ts'
import { countriesAsListed, spelledOut } from './countries.ts'

/**
 * Real countries and airports, and the history of putting them in order: as two npm packages list them first, then with
 * coordinates as numbers, codes spelled out, and large airports marked. Some 7,000 documents in some 14,000 changes.
 */
export function sampleSteps(): readonly SampleStep[] {
  const airports = airportsAsListed()
  const countries = countriesAsListed()
  const located = airports.filter((airport) => airport.lat !== undefined)
  return [
    {
      actor: 'importer',
      reason: 'Countries as countries-list has them',
      operations: countries.map(({ code, country }) => ({ key: `countries/${code}`, value: country })),
    },
    {
      actor: 'importer',
      reason: 'Airports as the airports package has them',
      operations: airports.map((airport) => ({ key: airportKey(airport), value: airport })),
    },
    {
      actor: 'editor',
      reason: 'Coordinates are numbers',
      operations: located.map((airport) => ({ key: airportKey(airport), value: withNumbers(airport) })),
    },
    {
      actor: 'editor',
      reason: 'Languages and continents spelled out, airports counted',
      operations: countries.map(({ code, country }) => ({
        key: `countries/${code}`,
        value: { ...spelledOut(country), airports: airports.filter((airport) => airport.iso === code).length },
        metadata: { tags: [country.continent.toLowerCase()] },
      })),
    },
    {
      actor: 'editor',
      reason: 'Large airports marked, with the name of their country',
      operations: located.filter(isLarge).map((airport) => ({
        key: airportKey(airport),
        value: { ...withNumbers(airport), country: countryOf(airport) },
        metadata: { tags: ['large', airport.continent.toLowerCase()] },
      })),
    },
  ]
}

function airportKey({ iata }: ListedAirport): string {
  return `airports/${iata}`
}
