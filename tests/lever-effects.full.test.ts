/** docs/lever-effects.md is of this engine, and its numbers come out again to the bit. */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'
import { readExpectations } from '../scripts/lever-effects/expectations.ts'
import { observeReplication } from '../scripts/lever-effects/measure.ts'
import { mediatorsOf } from '../scripts/lever-effects/mediators.ts'
import { csvOf } from '../scripts/lever-effects/report.ts'
import { engine } from '../src/experiment/engine.ts'

const document = readFileSync('docs/lever-effects.md', 'utf8')
const told = /with engine `(\w+)`: region beijing-2012 at scale ([\d.]+),/.exec(document)!

it('was made with this engine', () => {
  expect(told[1]).toBe(engine.source)
})

/** A row over the whole horizon, one with a shock in a setting of its own, one whose mediator is blocked. */
const SAMPLE = ['E02', 'E43', 'E57 blocked']

it('has the numbers that come out', { timeout: 300_000 }, async () => {
  const { rows } = readExpectations(undefined)
  const sampled = [...rows, ...mediatorsOf(rows).map(({ blocked }) => blocked)].filter(({ id }) => SAMPLE.includes(id))
  const recomputed = parse(csvOf(sampled, await observeReplication(sampled, 0, Number(told[2]))), { columns: true })
  const recorded = parse<Record<string, string>>(readFileSync('docs/data/lever-effects.csv'), { columns: true })
  expect(recomputed).toHaveLength(SAMPLE.length)
  expect(recorded.filter(({ row, replication }) => SAMPLE.includes(row!) && replication === '0')).toEqual(recomputed)
})
