/** Intervals hold what they promise: over 200 designs, each drawn from another seed, the true index lies in its own interval. */
import seedrandom from 'seedrandom'
import { describe, expect, test, vi } from 'vitest'
import { saltelliSample } from '../../../src/experiment/design/samples.ts'
import { sensitivityRows } from '../../../src/analysis/sensitivity/rows.ts'
import { ishigami, linear, sobolG } from './functions.ts'

vi.setConfig({ testTimeout: 300_000 })
const SEEDS = 200

describe.each([ishigami, sobolG, linear])('$name', ({ factors, at, first, total }) => {
  test.each([160, 640])('%i base samples', (samples) => {
    const names = Array.from({ length: factors }, (_, factor) => `x${factor}`)
    const hits = new Map<string, number>()
    for (let seed = 0; seed < SEEDS; seed++) {
      const random = seedrandom(`coverage ${seed}`)
      const unit = saltelliSample(samples, factors, () => random())
      for (const [factor, , statistic, , lower, upper] of sensitivityRows({ kind: 'saltelli', factors: names, unit, y: unit.map((point) => Float64Array.of(at(point))) })) {
        if (statistic !== 'S1' && statistic !== 'ST') continue
        const truth = (statistic === 'S1' ? first : total)[names.indexOf(factor)]!
        hits.set(`${statistic} ${factor}`, (hits.get(`${statistic} ${factor}`) ?? 0) + Number(lower <= truth && truth <= upper))
      }
    }
    expect(hits.size).toBe(2 * factors)
    for (const [index, count] of hits) {
      expect(count / SEEDS, index).toBeGreaterThanOrEqual(0.9)
      expect(count / SEEDS, index).toBeLessThanOrEqual(0.99)
    }
  })
})
