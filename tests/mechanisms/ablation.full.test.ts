/** Switching a mechanism off takes away what its file says it exists for: the same luck with and without it. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { meaning } from '../../scripts/ablation/report.ts'
import { switchables } from '../../scripts/ablation/measure.ts'
import { burnIn, simulateArm } from '../../src/experiment/simulate.ts'
import { schedule } from '../../src/mechanisms/schedule.ts'
import { type MetricKey, metricKeys } from '../../src/observe/metrics.ts'
import { experimentOf } from '../support/scenarios.ts'

const YEARS = 3
const REPLICATIONS = [0, 1]

/** A metric of the last year of each replication, as mean of its quarters that have a value. */
type Metrics = (key: MetricKey) => number[]

const scenario = `scale: 1\nburnIn: 8\nquarters: ${4 * YEARS}\n`
/** Switches act from the start of the scenario, so all of them begin with the same worlds. */
const experiment = await experimentOf(scenario)
const burntIn = REPLICATIONS.map((replication) => burnIn(experiment, replication))

async function lastYears(off?: string): Promise<Metrics> {
  const switched = off ? await experimentOf(`${scenario}mechanisms: { ${off}: off }`) : experiment
  const runs = burntIn.map((world, replication) => [...simulateArm(switched, world, 'baseline', replication, { audit: 'end' })].slice(-4))
  return (key) => runs.map((frames) => {
    const values = frames.map((frame) => frame.metrics[metricKeys.indexOf(key)]).filter((value) => !Number.isNaN(value))
    return values.reduce((sum, value) => sum + value, 0) / values.length
  })
}

/** What nobody else does: it stops altogether, or has no value, without the mechanism. */
const stops: Readonly<Record<string, readonly MetricKey[]>> = {
  hire: ['attritionRate'],
  fund: ['grantApplications', 'grantsAwarded'],
  lend: ['loanVolume', 'guaranteedBalance'],
  partner: ['searchers', 'newTies'],
  innovate: ['innovations', 'rdSpending', 'rdPerformerShare', 'innovatorShare'],
}

it('every mechanism says which metric it exists for, or why it cannot be switched off', () => {
  for (const { name, switchable, existsFor, indispensable } of schedule) {
    expect(existsFor !== undefined, name).toBe(switchable)
    expect(indispensable !== undefined, name).toBe(!switchable)
    if (existsFor) expect(metricKeys, name).toContain(existsFor.metric)
  }
})

const whole = await lastYears()

describe.each(switchables)('without $name', ({ name, metric, without }) => {
  it('what it exists for is lost', async () => {
    const off = await lastYears(name)
    const before = whole(metric)
    off(metric).forEach((value, replication) =>
      expect((value - before[replication]) * (without === 'lower' ? -1 : 1), `${metric} ${replication}`).toBeGreaterThan(0))
    for (const key of stops[name] ?? []) {
      for (const value of off(key)) expect(value || 0, key).toBe(0)
      for (const value of whole(key)) expect(value, key).toBeGreaterThan(0)
    }
  })
})

describe('docs/ablation.md', () => {
  const rows = readFileSync('docs/ablation.md', 'utf8').split('\n').filter((line) => line.startsWith('| `')).map((line) =>
    line.slice(2, -2).split(' | '))

  it('has the mechanisms of the schedule in their order, each with its metric or the reason why it stays on', () => {
    expect(rows.map(([name]) => name)).toEqual(schedule.map(({ name }) => `\`${name}\``))
    schedule.forEach(({ existsFor, indispensable }, index) => {
      const [, metric, , , , , words] = rows[index]
      expect(metric).toBe(existsFor ? `\`${existsFor.metric}\`` : '-')
      if (indispensable) expect(words).toContain(indispensable)
    })
  })

  // The classroom above goes that way too, in every replication.
  it.each(switchables)('shows that $metric goes the way it should without $name', ({ name, without }) => {
    const [, , on, off, effect] = rows.find(([cell]) => cell === `\`${name}\``)!
    expect(Number(off) < Number(on)).toBe(without === 'lower')
    expect(effect.startsWith(without === 'lower' ? '-' : '+')).toBe(true)
  })
})

describe('the words for a loss', () => {
  const fund = { name: 'fund', metric: 'rdSpending', without: 'lower', on: 100, off: 90, effect: -0.1, error: 0.01 } as const
  it('say how much is lost', () => expect(meaning(fund)).toBe('without it `rdSpending` (million yuan per quarter) is 10.0 % lower'))
  it('say when nothing is left', () => expect(meaning({ ...fund, off: 0, effect: -1 })).toMatch(/is nothing$/))
  it('say when it is not shown', () => expect(meaning({ ...fund, error: 0.04 })).toMatch(/^not shown: .* within 3 standard errors$/))
  it('say when it is the wrong way', () => expect(meaning({ ...fund, off: 110, effect: 0.1 })).toMatch(/10\.0 % higher, \*\*the opposite/))
})
