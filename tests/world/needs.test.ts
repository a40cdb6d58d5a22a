/** The list of what a region must hold is what growing and running really read. */
import { expect, it } from 'vitest'
import { burnIn, prepare } from '../../src/experiment/simulate.ts'
import type { Region } from '../../src/scenario/region.ts'
import { regionNeeds } from '../../src/world/needs.ts'
import { loadText } from '../support/scenarios.ts'

/** The same, noting which keys are read. */
function watched<Values extends object>(values: Values, read: Set<string>): Values {
  return new Proxy(values, {
    get(target, key) {
      read.add(String(key))
      return target[key as keyof Values]
    },
  })
}

it('names what is read, and nothing else', async () => {
  const loaded = await loadText('scale: 0.5\nburnIn: 5')
  const { region } = loaded
  const read = { facts: new Set<string>(), population: new Set<string>(), columns: new Set<string>() }
  const rows = Object.fromEntries(Object.entries(region.sectors.rows).map(([name, row]) => [name, watched(row, read.columns)]))
  const spied: Region = {
    ...region,
    facts: watched(region.facts, read.facts),
    population: watched(region.population, read.population),
    sectors: { ...region.sectors, rows },
  }
  burnIn(await prepare({ ...loaded, region: spied }), 0)
  for (const kind of ['facts', 'population', 'columns'] as const) {
    expect([...read[kind]].sort(), kind).toEqual([...regionNeeds[kind]].sort())
  }
})
