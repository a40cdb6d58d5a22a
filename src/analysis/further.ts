/**
 * What there is to know of an effect beyond its mean and t-interval, for analysis.csv: over all firms, over the horizon
 * and the last year.
 */
import type { Row } from '../records/tables.ts'
import type { Arm } from '../scenario/scenario.ts'
import { bootstrapInterval } from './bootstrap.ts'
import { combinationsOf } from './combinations.ts'
import { effectOf, estimate, type MeasuredRun, pairedArms } from './effects.ts'
import { holm } from './holm.ts'
import { ratioOfMeans } from './ratio.ts'
import type { Measures } from './windows.ts'

/** Windows that further statistics are told of: the quarters one by one would be many, and say little each. */
const TOLD = ['horizon', 'last4']
/** What an effect is set against to tell what money bought. */
const COST = 'publicCost'

type Pair = readonly [arm: number, baseline: number]
type Statistic = readonly [name: string, value: number, lower: number, upper: number]
type Paired = ReturnType<typeof pairedArms>[number]

/** Rows of analysis.csv: arm, point, group, metric, window, statistic, value, lower, upper. What cannot be told has no row. */
export function* furtherRows(runs: readonly MeasuredRun[], { names, windows }: Measures, arms: readonly Arm[]): Generator<Row> {
  const paired = pairedArms(runs)
  const combinations = combinationsOf(arms)
  const cells = windows.flatMap(({ name }, index) => (TOLD.includes(name) ? [{ window: name, index }] : []))
  for (const { window, index } of cells) {
    const costCell = names.indexOf(COST) * windows.length + index
    for (let metric = 0; metric < names.length; metric++) {
      const cell = metric * windows.length + index
      const adjusted = adjustedFor(paired.map(({ pairs }) => effectOf(valuesOf(pairs, cell)).p))
      for (const [place, { arm, point, pairs }] of paired.entries()) {
        const own = wholeOf(valuesOf(pairs, cell))
        const statistics = [
          ...aboutOne(own),
          ...(paired.length > 1 && !Number.isNaN(adjusted[place]) ? [alone('holmP', adjusted[place])] : []),
          ...(cell === costCell ? [] : perMillion(pairs, cell, costCell)),
          ...interaction(paired, point, arm, combinations.get(arm), cell),
        ]
        for (const statistic of statistics) yield [arm, point, 'all', names[metric], window, ...statistic]
      }
    }
  }
}

const alone = (name: string, value: number): Statistic => [name, value, NaN, NaN]
const valuesOf = (pairs: Paired['pairs'], cell: number): Pair[] => pairs.map(([own, base]) => [own.values[cell], base.values[cell]])
const wholeOf = (pairs: readonly Pair[]): Pair[] => pairs.filter(([own, base]) => !Number.isNaN(own) && !Number.isNaN(base))

/** Of one arm and cell: the bootstrap interval, how sure the sign is, and what pairing saved. */
function aboutOne(pairs: readonly Pair[]): Statistic[] {
  const differences = pairs.map(([own, base]) => own - base)
  const effect = estimate(differences)
  const statistics: Statistic[] = []
  const interval = bootstrapInterval(differences)
  if (interval) statistics.push(['bootstrap', effect.mean, interval.lower, interval.upper])
  if (Number.isNaN(effect.p)) return statistics
  statistics.push(alone('signProbability', 1 - effect.p / 2))
  const [own, base] = [0, 1].map((side) => estimate(pairs.map((pair) => pair[side])).sd)
  statistics.push(alone('pairingGain', (own * own + base * base) / (effect.sd * effect.sd)))
  return statistics
}

/** Holm's correction over the arms that have a p; NaN for the others. */
function adjustedFor(values: readonly number[]): number[] {
  const known = values.flatMap((value, index) => (Number.isNaN(value) ? [] : [index]))
  const adjusted = holm(known.map((index) => values[index]))
  return values.map((_, index) => (known.includes(index) ? adjusted[known.indexOf(index)] : NaN))
}

/** Effect for each million yuan of net public cost; none when that cost may be nothing. */
function perMillion(pairs: Paired['pairs'], cell: number, costCell: number): Statistic[] {
  const both = pairs
    .map(([own, base]) => [own.values[cell] - base.values[cell], own.values[costCell] - base.values[costCell]] as const)
    .filter(([effect, cost]) => !Number.isNaN(effect) && !Number.isNaN(cost))
  const ratio = ratioOfMeans(both)
  return ratio ? [['perMillion', ratio.value, ratio.lower, ratio.upper]] : []
}

/** The effect of an arm less the sum of the effects of those that it combines, replication by replication. */
function interaction(
  paired: readonly Paired[], point: number, arm: string, parts: readonly string[] | undefined, cell: number,
): Statistic[] {
  if (!parts) return []
  const effects = (name: string): Map<number, number> =>
    new Map(paired.filter((one) => one.arm === name && one.point === point).flatMap(({ pairs }) =>
      pairs.map(([own, base]) => [own.replication, own.values[cell] - base.values[cell]] as const)))
  const single = parts.map(effects)
  const excess = [...effects(arm)].map(([replication, joint]) =>
    single.reduce((rest, effect) => rest - (effect.get(replication) ?? NaN), joint))
  const { mean, lower, upper, n } = estimate(excess)
  return n === 0 ? [] : [['interaction', mean, lower, upper]]
}
