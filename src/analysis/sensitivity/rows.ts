/**
 * What a design tells of its factors, for one answer:
 *
 * | design | statistics of a factor | of the answer |
 * |---|---|---|
 * | saltelli | S1, ST; S2 with another | noiseShare, samples |
 * | morris | mu, muStar, sigma, noise | noiseShare, samples |
 * | others | src (standardised regression coefficient) | r2, noiseShare, samples |
 *
 * S1, ST and S2 are shares of the variance over the factors, the noise of replications taken off; mu, muStar and sigma are in the
 * unit of the answer over the whole range of a factor; `noise` is what chance adds to one elementary effect; noiseShare is the
 * share of chance in the variance of single runs; `samples` are the base samples, trajectories or points without a failed run.
 */
import type { DesignKind } from '../../scenario/scenario.ts'
import { halfWidthOf, regression } from '../regression.ts'
import { centred, meanOf, noiseShare, type Replicated } from './noise.ts'
import { morrisEffects } from './morris.ts'
import { sobolIndices } from './sobol.ts'

export interface Answers {
  readonly kind: DesignKind
  readonly factors: readonly string[]
  /** Of each point, see experiment/design/points.ts. */
  readonly unit: readonly Float64Array[]
  /** Of each point, by replication; NaN where a run failed or has no value. */
  readonly y: readonly Replicated[]
}

/** factor, other, statistic, value, lower, upper */
export type SensitivityRow = readonly [factor: string, other: string, statistic: string, value: number, lower: number, upper: number]

/** None where the answer does not change, or has too few points. */
export function sensitivityRows({ kind, factors, unit, y }: Answers): SensitivityRow[] {
  const block = kind === 'saltelli' ? 2 * factors.length + 2 : kind === 'morris' ? factors.length + 1 : 1
  const whole = wholeBlocks(y, block)
  const [points, answers] = [whole.map((place) => unit[place]), whole.map((place) => y[place])]
  const samples = whole.length / block
  if (samples < 2 || isConstant(answers)) return []
  const alone = (statistic: string, value: number): SensitivityRow[] => (Number.isNaN(value) ? [] : [['', '', statistic, value, NaN, NaN]])
  const about = [...alone('noiseShare', answers[0].length === 1 ? NaN : noiseShare(centred(answers))), ...alone('samples', samples)]
  if (kind === 'saltelli') return [...sobolRows(factors, answers), ...about]
  if (kind === 'morris') return [...morrisRows(factors, points, answers), ...about]
  return [...regressionRows(factors, points, answers), ...about]
}

/** Places of the points of blocks that have an answer in every replication. */
function wholeBlocks(y: readonly Replicated[], block: number): number[] {
  const places: number[] = []
  for (let first = 0; first + block <= y.length; first += block) {
    const own = Array.from({ length: block }, (_, index) => first + index)
    if (own.every((place) => y[place].every((value) => !Number.isNaN(value)))) places.push(...own)
  }
  return places
}

const isConstant = (y: readonly Replicated[]): boolean => {
  const means = y.map(meanOf)
  return means.every((mean) => mean === means[0])
}

function sobolRows(factors: readonly string[], y: readonly Replicated[]): SensitivityRow[] {
  const { first, total, second } = sobolIndices(y, factors.length)
  return [
    ...first.map(({ value, lower, upper }, factor): SensitivityRow => [factors[factor], '', 'S1', value, lower, upper]),
    ...total.map(({ value, lower, upper }, factor): SensitivityRow => [factors[factor], '', 'ST', value, lower, upper]),
    ...second.map(({ one, other, index: { value, lower, upper } }): SensitivityRow => [factors[one], factors[other], 'S2', value, lower, upper]),
  ]
}

function morrisRows(factors: readonly string[], unit: readonly Float64Array[], y: readonly Replicated[]): SensitivityRow[] {
  return morrisEffects(unit, y, factors.length).flatMap(({ mu, muStar, sigma, noise }, factor): SensitivityRow[] => [
    [factors[factor], '', 'mu', mu.value, mu.lower, mu.upper],
    [factors[factor], '', 'muStar', muStar.value, muStar.lower, muStar.upper],
    [factors[factor], '', 'sigma', sigma, NaN, NaN],
    ...(Number.isNaN(noise) ? [] : [[factors[factor], '', 'noise', noise, NaN, NaN] as const]),
  ])
}

/** Of the point means on the factors, all brought to a standard deviation of 1. Factors that do not vary have no row. */
function regressionRows(factors: readonly string[], unit: readonly Float64Array[], y: readonly Replicated[]): SensitivityRow[] {
  const answers = standardised(y.map(meanOf))
  const columns = factors.map((_, factor) => standardised(unit.map((point) => point[factor])))
  const varied = [...factors.keys()].filter((factor) => columns[factor] !== undefined)
  const fit = answers && regression([answers.map(() => 1), ...varied.map((factor) => columns[factor]!)], answers)
  if (!fit || fit.freedom === 0) return []
  const r2 = 1 - (fit.residual * fit.residual * fit.freedom) / (y.length - 1)
  return [
    ...varied.map((factor, index): SensitivityRow => {
      const value = fit.coefficients[index + 1]
      const half = halfWidthOf(fit, index + 1)
      return [factors[factor], '', 'src', value, value - half, value + half]
    }),
    ['', '', 'r2', r2, NaN, NaN],
  ]
}

function standardised(values: readonly number[]): number[] | undefined {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  const sd = Math.sqrt(squares / (values.length - 1))
  return sd > 0 ? values.map((value) => (value - mean) / sd) : undefined
}
