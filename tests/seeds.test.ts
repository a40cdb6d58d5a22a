import { parse as parseCsv } from 'csv-parse/sync'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { levers } from '../src/mechanisms/levers.ts'
import { schedule } from '../src/mechanisms/schedule.ts'
import { regionNeeds } from '../src/world/needs.ts'
import type { Fact, Quantity, Region } from '../src/scenario/region.ts'

interface Seed {
  readonly facts: Record<string, Fact>
  readonly population: Record<string, Quantity>
  readonly calibration: NonNullable<Region['calibration']>
  readonly sectors: unknown
  readonly fields: unknown
  readonly policy: unknown
}
const seed = (name: string): Seed => parseYaml(readFileSync(`seeds/${name}.yaml`, 'utf8')) as Seed
const region = seed('beijing-2012')
const table: Record<string, string>[] = parseCsv(readFileSync('docs/data/facts-beijing-2012.csv'), {
  columns: true,
})

const census = seed('beijing-2013-census')

test('Beijing has the facts of the table, in its order, and no others', () => {
  expect(Object.keys(region.facts)).toEqual(table.map((row) => row['id']))
})

test.each(table.map((row) => [row['id'] as string, row]))('%s says what its row says', (id, row) => {
  const { low, high, ...rest } = region.facts[id] as Fact
  const range = (text: string | undefined): number | undefined => (text ? Number(text) : undefined)
  expect(rest).toEqual({
    meaning: row['meaning'],
    value: Number(row['value']),
    unit: row['unit'],
    year: row['year'],
    source: row['source'],
    mark: row['mark'],
    confidence: row['conf'],
    tier: row['tier'],
  })
  expect([low, high]).toEqual([range(row['lo']), range(row['hi'])])
})

test('every source that a fact names is listed in docs/sources.md', () => {
  const listed = new Set(
    readFileSync('docs/sources.md', 'utf8')
      .match(/^\| (R\d+)(?= )/gm)
      ?.map((cell) => cell.slice(2)),
  )
  const named = [region, census].flatMap(({ facts }) => Object.values(facts)).flatMap((fact) => fact.source.match(/R\d+/g) ?? [])
  expect(named.filter((key) => !listed.has(key))).toEqual([])
})

/** Facts that a source names: CF07, or CF14-CF16. */
function factsIn(source: string): string[] {
  return [...source.matchAll(/CF(\d\d)(?:-CF(\d\d))?/g)].flatMap(([, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => `CF${String(Number(first) + index).padStart(2, '0')}`),
  )
}

test('a fact that a lever, a parameter or the population names as its source is not called held out', () => {
  const sources = [
    ...Object.values(levers).map(({ source }) => source),
    ...schedule.flatMap(({ parameters }) => Object.values(parameters).map(({ source }) => source)),
    ...Object.values(region.population).map(({ source }) => source),
  ]
  const used = new Set(sources.flatMap(factsIn))
  expect([...used].sort()).toEqual(expect.arrayContaining(['CF15', 'CF20', 'CF47']))
  const heldOut = Object.entries(region.calibration).filter(([, entry]) => 'role' in entry && entry.role === 'held out')
  expect(heldOut.map(([id]) => id).filter((id) => used.has(id))).toEqual([])
})

describe('Beijing by the census of 2013', () => {
  const changedFacts = ['CF01', 'CF03', 'CF06', 'CF40', 'CF58']
  const different = (one: Record<string, unknown>, other: Record<string, unknown>): string[] =>
    Object.keys(one).filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]))

  test('has the facts of 2013 that the evidence gives, and those of beijing-2012 else', () => {
    expect(Object.keys(census.facts)).toEqual(Object.keys(region.facts))
    expect(different(census.facts, region.facts)).toEqual(changedFacts)
    expect(changedFacts.map((id) => census.facts[id].year)).toEqual(changedFacts.map(() => '2013'))
    // R01: 5.682 M employees of 425,000 firms, among 11.113 M of all legal entities.
    expect(5_682_000 / census.facts['CF01'].value).toBeCloseTo(census.facts['CF06'].value, 1)
    expect(5.682 / 11.113).toBeCloseTo(census.facts['CF03'].value, 3)
  })

  test('is beijing-2012 in all else but the numbers that follow from those facts', () => {
    expect(Object.keys(census.population)).toEqual(Object.keys(region.population))
    expect(different(census.population as never, region.population as never)).toEqual(['largeFirms', 'otherMeanStaff'])
    expect(census.population['largeFirms'].value).toBe(Math.round(census.facts['CF01'].value / census.facts['CF02'].value - census.facts['CF01'].value))
    for (const section of ['sectors', 'fields', 'policy'] as const) expect(census[section]).toEqual(region[section])
  })

  test('no parameter was fitted to it, nor to the class', () => {
    const roles = [census, seed('classroom')].flatMap(({ calibration }) => Object.values(calibration).map((entry) => ('role' in entry ? entry.role : '')))
    expect(new Set(roles)).toEqual(new Set(['input', 'held out', '']))
  })
})

test('docs/making-a-region.md names all that a region needs', () => {
  const page = readFileSync('docs/making-a-region.md', 'utf8')
  const named = (key: string): boolean => new RegExp(`\\b${key}\\b`).test(page)
  const { facts, population, columns } = regionNeeds
  expect([...facts, ...population, ...columns].filter((key) => !named(key) && !/^field[2-7]$/.test(key))).toEqual([])
})
