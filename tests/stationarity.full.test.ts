/** The baseline stays as it is: what docs/stationarity.md says is of this engine, and other luck gives the same picture. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { observe, quantities, yearlySlope } from '../scripts/stationarity/measure.ts'
import { engine } from '../src/experiment/engine.ts'
import { experimentOf } from './support/scenarios.ts'

const document = readFileSync('docs/stationarity.md', 'utf8')

it('a slope is that of the logarithm, per year', () => {
  expect(yearlySlope(Array.from({ length: 120 }, (_, quarter) => 7 * 1.02 ** (quarter / 4)))).toBeCloseTo(Math.log(1.02), 10)
  expect(yearlySlope([3, 3, 3, 3])).toBe(0)
})

it('was made with this engine, and every quantity stays', () => {
  expect(/with engine `(\w+)`/.exec(document)![1]).toBe(engine.source)
  expect(document).toContain(`**${quantities.length} of ${quantities.length} stay.**`)
  expect(document).toMatch(/within the 10 % that/)
})

it('with other luck, two worlds drift by less than one per cent a year in anything, and firms go on moving', { timeout: 300_000 }, async () => {
  const experiment = await experimentOf('region: beijing-2012\nscale: 0.05\nquarters: 120\nburnIn: 20\nreplications: 2\nseed: other')
  const pasts = [0, 1].map((replication) => observe(experiment, replication))
  quantities.forEach(({ name }, index) => {
    const slope = (yearlySlope(pasts[0]!.quantities[index]!) + yearlySlope(pasts[1]!.quantities[index]!)) / 2
    expect(Math.abs(slope), name).toBeLessThan(0.01)
  })
  for (const { spread } of pasts) {
    expect(spread.at(-1)! / spread[0]!).toBeGreaterThan(0.8)
    expect(spread.at(-1)! / spread[0]!).toBeLessThan(1.2)
  }
})
