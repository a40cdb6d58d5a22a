import seedrandom from 'seedrandom'
import { describe, expect, test } from 'vitest'
import { latinHypercube, morrisTrajectories, saltelliRows } from '../../../src/experiment/design/samples.ts'
import { sobolSequence } from '../../../src/experiment/design/sobolSequence.ts'
import { estimate } from '../../../src/analysis/effects.ts'
import { sensitivityRows } from '../../../src/analysis/sensitivity/rows.ts'
import { ishigami, linear } from './functions.ts'

const drawFrom = (seed: string): (() => number) => {
  const random = seedrandom(seed)
  return () => random()
}
const names = ['x1', 'x2', 'x3']
type Rows = ReturnType<typeof sensitivityRows>
const valueOf = (rows: Rows, statistic: string, factor = '', other = ''): number =>
  rows.find(([own, second, name]) => own === factor && second === other && name === statistic)![3]

// SALib, "Getting started" and "Basics" of its documentation: Ishigami, 1,024 samples, of which 1,024 are skipped.
test('Sobol indices are those that SALib publishes for the same sample', () => {
  const unit = saltelliRows(sobolSequence(1024, 6, 1024), 3)
  const rows = sensitivityRows({ kind: 'saltelli', factors: names, unit, y: unit.map((point) => Float64Array.of(ishigami.at(point))) })
  expect(names.map((name) => valueOf(rows, 'S1', name).toFixed(8))).toEqual(['0.31683154', '0.44376306', '0.01220312'])
  expect(valueOf(rows, 'S2', 'x1', 'x3').toFixed(4)).toBe('0.2382')
  expect(valueOf(rows, 'samples')).toBe(1024)
})

// SALib, tests/test_regression.py: 10,000 trajectories over 4 levels, so all of them are met and the sample does not matter much.
test('elementary effects are those that SALib publishes', () => {
  const unit = morrisTrajectories(10_000, 4, 3, drawFrom('morris'))
  const rows = sensitivityRows({ kind: 'morris', factors: names, unit, y: unit.map((point) => Float64Array.of(ishigami.at(point))) })
  expect(valueOf(rows, 'muStar', 'x1')).toBeCloseTo(7.767792, 0)
  expect(valueOf(rows, 'muStar', 'x2')).toBeCloseTo(7.875, 6)
  expect(Math.abs(valueOf(rows, 'muStar', 'x3') - 6.308785)).toBeLessThan(0.2)
  expect(Math.abs(valueOf(rows, 'mu', 'x3'))).toBeLessThan(0.3)
})

describe('the noise of replications', () => {
  const unit = saltelliRows(sobolSequence(512, 6, 1024), 3)
  const noisy = (sd: number, replications: number, seed: string): Float64Array[] => {
    const draw = drawFrom(seed)
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw())
    const luck = Float64Array.from({ length: replications }, () => 100 * normal())
    return unit.map((point) => luck.map((shared) => shared + linear.at(point) + sd * normal()))
  }
  const rowsOf = (y: readonly Float64Array[]): Rows => sensitivityRows({ kind: 'saltelli', factors: names, unit, y })

  test('that all points share leaves no trace', () => {
    const exact = rowsOf(unit.map((point) => Float64Array.of(linear.at(point), linear.at(point))))
    const shared = rowsOf(noisy(0, 2, 'luck'))
    for (const statistic of ['S1', 'ST']) for (const name of names) expect(valueOf(shared, statistic, name)).toBeCloseTo(valueOf(exact, statistic, name), 6)
  })

  test('is taken off the indices, which without that would be too small or too large, and told', () => {
    // Variance of the linear function is 14 / 12; noise of the same size, in 4 replications.
    const seeds = Array.from({ length: 20 }, (_, seed) => rowsOf(noisy(1, 4, `noise ${seed}`)))
    const mean = (statistic: string, name = ''): number => seeds.reduce((sum, rows) => sum + valueOf(rows, statistic, name), 0) / seeds.length
    names.forEach((name, factor) => {
      expect(Math.abs(mean('S1', name) - linear.first[factor]!)).toBeLessThan(0.02)
      expect(Math.abs(mean('ST', name) - linear.total[factor]!)).toBeLessThan(0.02)
    })
    expect(mean('noiseShare')).toBeCloseTo(1 / (1 + 14 / 12), 1)
    // The same, taken for answers without noise: a fourth of the noise's variance stays in the means.
    const naive = rowsOf(noisy(1, 4, 'noise 0').map((values) => Float64Array.of(values.reduce((sum, value) => sum + value, 0) / 4)))
    expect(valueOf(naive, 'ST', 'x1') - linear.total[0]!).toBeGreaterThan(0.1)
  })
})

test('a base sample or trajectory with a failed run is left out', () => {
  const unit = saltelliRows(sobolSequence(64, 6, 64), 3)
  const y = unit.map((point) => Float64Array.of(linear.at(point)))
  y[11] = Float64Array.of(NaN)
  const rows = sensitivityRows({ kind: 'saltelli', factors: names, unit, y })
  expect(valueOf(rows, 'samples')).toBe(63)
  expect(rows.every(([, , , value]) => !Number.isNaN(value))).toBe(true)
  const trajectories = morrisTrajectories(10, 4, 3, drawFrom('some'))
  const answers = trajectories.map((point) => Float64Array.of(linear.at(point)))
  answers[5] = Float64Array.of(NaN)
  const effects = sensitivityRows({ kind: 'morris', factors: names, unit: trajectories, y: answers })
  expect(valueOf(effects, 'samples')).toBe(9)
  names.forEach((name, factor) => expect(valueOf(effects, 'mu', name)).toBeCloseTo(factor + 1, 9))
})

test('other designs give standardised coefficients', () => {
  const unit = latinHypercube(500, 3, drawFrom('lhs'))
  const rows = sensitivityRows({ kind: 'lhs', factors: names, unit, y: unit.map((point) => Float64Array.of(linear.at(point))) })
  const sd = (values: readonly number[]): number => estimate(values).sd
  names.forEach((name, factor) => {
    const slope = factor + 1
    expect(valueOf(rows, 'src', name)).toBeCloseTo((slope * sd(unit.map((point) => point[factor]!))) / sd(unit.map((point) => linear.at(point))), 9)
  })
  expect(valueOf(rows, 'r2')).toBeCloseTo(1, 9)
})

test('an answer that does not change has no rows', () => {
  const unit = latinHypercube(8, 3, drawFrom('same'))
  for (const kind of ['lhs', 'saltelli', 'morris'] as const) expect(sensitivityRows({ kind, factors: names, unit, y: unit.map(() => Float64Array.of(3, 3)) })).toEqual([])
})
