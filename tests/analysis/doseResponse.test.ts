import seedrandom from 'seedrandom'
import { expect, test } from 'vitest'
import { type Dose, doseResponse } from '../../src/analysis/doseResponse.ts'

const LEVELS = [0, 20, 40, 60, 80, 100]
/** Effects along a parabola that turns at 60, with luck that all levels of a replication share, and some that they do not. */
function dosesOf(curvature: number, seed: string, replications = 12): Dose[] {
  const random = seedrandom(seed)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const luck = Array.from({ length: replications }, () => [normal(), 0.02 * normal()] as const)
  return LEVELS.map((level) => ({
    level,
    effects: Float64Array.from(luck, ([shift, slope]) => (curvature / 2) * ((level - 60) ** 2 - 3600) + shift + slope * level + 0.3 * normal()),
  }))
}
const told = (rows: ReturnType<typeof doseResponse>, name: string) => rows.find(([statistic]) => statistic === name)

test('finds where a known curve turns', () => {
  const rows = doseResponse(LEVELS.map((level) => ({ level, effects: Float64Array.of(-0.01 * (level - 60) ** 2, -0.01 * (level - 60) ** 2 + 5, -0.0101 * (level - 60) ** 2) })))
  expect(told(rows, 'turningPoint')![1]).toBeCloseTo(60, 9)
  expect(told(rows, 'turnsInside')![1]).toBe(1)
  expect(told(rows, 'curvature')![1]).toBeCloseTo(-0.02 - 0.0002 / 3, 9)
  expect(told(rows, 'slope')![1]).toBeCloseTo(0.2 + 0.002 / 3, 9)
  expect(told(rows, 'fit')![1]).toBeCloseTo(1, 9)
})

test('intervals of the turning point hold it in 90 to 99 of 100 cases', () => {
  const within = Array.from({ length: 200 }, (_, seed) => {
    const [, , lower, upper] = told(doseResponse(dosesOf(-0.002, `dose ${seed}`)), 'turningPoint')!
    return Number(lower! <= 60 && 60 <= upper!)
  })
  const share = within.reduce((sum, one) => sum + one, 0) / within.length
  expect(share).toBeGreaterThanOrEqual(0.9)
  expect(share).toBeLessThanOrEqual(0.99)
})

test('a line turns nowhere, and three levels say nothing', () => {
  const lines = Array.from({ length: 40 }, (_, seed) => told(doseResponse(dosesOf(0, `line ${seed}`)), 'turningPoint'))
  expect(lines.filter((row) => row === undefined).length).toBeGreaterThan(34)
  expect(doseResponse(dosesOf(-0.002, 'few').slice(0, 3))).toEqual([])
})

test('a replication with a failed run is left out', () => {
  const doses = dosesOf(-0.002, 'failed')
  const without = doses.map(({ level, effects }) => ({ level, effects: effects.filter((_, r) => r !== 3) }))
  doses[2]!.effects[3] = NaN
  expect(doseResponse(doses)).toEqual(doseResponse(without))
})
