/** docs/calibration.md against the code and the region: everything but what a simulation gives is recomputed. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadRegionScenario, observeFacts, type Observation } from '../scripts/calibration/observe.ts'
import { calibrationPage, parameterRows, verdictsOf, WANTED } from '../scripts/calibration/page.ts'
import { estimate } from '../src/analysis/effects.ts'
import { missOf, rangeOf } from '../src/analysis/facts.ts'
import { beyondOf, comparisonsOf } from '../src/experiment/facts.ts'
import { type Frame, type MetricKey, metricOf, metrics, simulate } from '../src/index.ts'

const loaded = await loadRegionScenario('beijing-2012', 0.1)
const { region } = loaded

/** Rows of the table below a heading, heads left out. */
function rowsOf(page: string, heading: string): string[][] {
  const section = page.slice(page.indexOf(`\n${heading}\n`)).split('\n## ')[heading.startsWith('#') ? 1 : 0]!
  const lines = section.split('\n').filter((line) => line.startsWith('| '))
  return lines.slice(2).map((line) => line.slice(2, -2).split(' | '))
}

const written = readFileSync('docs/calibration.md', 'utf8')

describe('docs/calibration.md', () => {
  const facts = rowsOf(written, '## Facts')

  it('has every fact that the model can express, with the range, role and reason of the region', () => {
    expect(facts.map(([id, , , tier, range, , , , role, why]) => [id, tier, range, role, why])).toEqual(
      comparisonsOf(region).map(([id, { role, why }]) => {
        const [low, high] = rangeOf(region.facts[id]!)
        return [id, region.facts[id]!.tier, low === high ? String(low) : `${low} to ${high}`, role, why]
      }),
    )
  })

  it('says why the others are not there; none is dropped', () => {
    const beyond = rowsOf(written, '## Facts that the model cannot express')
    expect(beyond.map(([id, , why]) => [id, why])).toEqual(beyondOf(region))
    expect([...facts, ...beyond].map(([id]) => id).sort()).toEqual(Object.keys(region.facts).sort())
  })

  it('has verdicts that follow from the numbers beside them', () => {
    for (const [id, , , , , , model, verdict] of facts) {
      const miss = missOf(region.facts[id!]!, Number.parseFloat(model!))
      const told = /^\*\*miss\*\*, ([\d.]+) % (below|above)$/.exec(verdict!)
      if (Number.isNaN(miss)) expect(verdict, id).toBe('**no value**')
      else if (miss === 0) expect(verdict, id).toBe('hit')
      else {
        expect(Number(told![1]) / 100, id).toBeCloseTo(Math.abs(miss), Math.abs(miss) > 1 ? 0 : 2)
        expect(told![2], id).toBe(miss < 0 ? 'below' : 'above')
      }
    }
  })

  it('counts hits as they stand in its table', () => {
    const count = (role: string, tier: string) => facts.filter((row) => row[8] === role && row[3] === tier)
    const totals = written.slice(0, written.indexOf('\n## Facts')).split('\n').filter((line) => /^\| (fitted|held out|input) /.test(line))
    expect(totals.map((line) => line.slice(2, -2).split(' | ').slice(0, 4))).toEqual(
      ['fitted', 'held out', 'input'].flatMap((role) =>
        ['core', 'extra'].map((tier) => {
          const own = count(role, tier)
          return [role, tier, String(own.length), String(own.filter((row) => row[7] === 'hit').length)]
        }),
      ),
    )
    const core = count('fitted', 'core')
    const hits = core.filter((row) => row[7] === 'hit').length
    expect(written).toContain(`**${hits} of ${core.length} fitted core facts are hit`)
    expect(written).toContain(hits >= WANTED * core.length ? 'wanted are at least 75 %: reached.' : 'wanted are at least 75 %: not reached.')
  })

  it('has every parameter as the code has it (npm run calibration -- --write), and none outside its range', () => {
    const rows = rowsOf(written, '## Parameters')
    expect(rows.map((row) => row.join(' | '))).toEqual(parameterRows(loaded.language.catalogue, region).map((row) => row.join(' | ').replaceAll('||', '\\|\\|')))
    expect(rows.filter((row) => row.at(-1) !== 'inside')).toEqual([])
  })
})

describe('the page', () => {
  const seen = (settled: Record<string, number>): Observation => ({
    grown: Object.fromEntries(comparisonsOf(region).map(([id]) => [id, NaN])),
    settled: { ...Object.fromEntries(comparisonsOf(region).map(([id]) => [id, region.facts[id]!.value])), ...settled },
  })

  it('gives means, standard errors and misses', () => {
    const observations = [seen({ CF14: 0.04, CF21: 0.4, CF38: NaN }), seen({ CF14: 0.08, CF21: 0.42, CF38: NaN })]
    const [young, innovators, npl] = ['CF14', 'CF21', 'CF38'].map((id) => verdictsOf(region, observations).find((verdict) => verdict.id === id)!)
    expect([young!.mean, young!.error, young!.miss]).toEqual([0.06, expect.closeTo(0.02, 12), expect.closeTo(1, 12)])
    expect([innovators!.mean, innovators!.miss]).toEqual([expect.closeTo(0.41, 12), 0])
    expect(npl!.miss).toBeNaN()
    const page = calibrationPage(loaded, observations, 'test')
    expect(page).toMatch(/\| CF14 .* 0\.06 ± 0\.02 \| \*\*miss\*\*, 100 % above \| fitted/)
    expect(page).toMatch(/\| CF38 .* - \| \*\*no value\*\* \| held out/)
    expect(page).toMatch(/\*\*17 of 18 fitted core facts are hit \(94 %\); wanted are at least 75 %: reached\.\*\*/)
  })
})

it('a replication gives what the metrics of its year, the policy and the parameters give', async () => {
  const { scenario, ...rest } = await loadRegionScenario('classroom', 0.3)
  const classroom = { ...rest, scenario: { ...scenario, burnIn: 4 } }
  const { settled } = await observeFacts(classroom, 1)
  expect(Object.keys(settled)).toEqual(comparisonsOf(classroom.region).map(([id]) => id))

  const frames: Frame[] = []
  for await (const frame of simulate(classroom, { replication: 1 })) frames.push(frame)
  expect(frames.length).toBe(4)
  const yearly = (key: MetricKey): number => estimate(frames.map((frame) => metricOf(frame, key))).mean
  for (const [id, comparison] of comparisonsOf(classroom.region)) {
    if (!('moment' in comparison) || !Object.hasOwn(metrics, comparison.moment)) continue
    const value = yearly(comparison.moment as MetricKey)
    if (Number.isNaN(value)) expect(settled[id], id).toBeNaN()
    else expect(settled[id], id).toBeCloseTo(value, 9)
  }
  expect([settled['CF27'], settled['CF28'], settled['CF42'], settled['CF49'], settled['CF53']]).toEqual([15, 20, 10, 1, 0.06])
})
