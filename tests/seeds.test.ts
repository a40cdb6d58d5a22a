import { parse as parseCsv } from 'csv-parse/sync'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Fact } from '../src/scenario/region.ts'

const region = parseYaml(readFileSync('seeds/beijing-2012.yaml', 'utf8')) as { facts: Record<string, Fact> }
const table: Record<string, string>[] = parseCsv(readFileSync('docs/data/facts-beijing-2012.csv'), {
  columns: true,
})

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
  const named = Object.values(region.facts).flatMap((fact) => fact.source.match(/R\d+/g) ?? [])
  expect(named.filter((key) => !listed.has(key))).toEqual([])
})
