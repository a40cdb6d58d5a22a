/**
 * What there is to know of an effect beyond its mean and t-interval, for analysis.csv: over all firms, over the horizon
 * and the last year.
 */
import type { Row } from '../records/tables.ts'
import type { Arm } from '../scenario/scenario.ts'
import { bootstrapInterval } from './bootstrap.ts'
import { combinationsOf } from './combinations.ts'
import { estimate, type MeasuredRun, pairedArms } from './effects.ts'
import { holm } from './holm.ts'
import { ratioOfMeans } from './ratio.ts'
import type { Measures } from './windows.ts'

/** Windows that further statistics are told of: the quarters one by one would be many, and say little each. */
const TOLD = ['horizon', 'last4']
/** What an effect is set against to tell what money bought. */
const COST = 'publicCost'

type Statistic = readonly [name: string, value: number, lower: number, upper: number]
type Paired = ReturnType<typeof pairedArms>[number]

/** Rows of analysis.csv: arm, point, group, metric, window, statistic, value, lower, upper. What cannot be told has no row. */
export function* furtherRows(runs: readonly MeasuredRun[], { names, windows }: Measures, arms: readonly Arm[]): Generator<Row> {
  const paired = pairedArms(runs)
  const combinations = combinationsOf(arms)
  const told = windows.flatMap(({ name }, index) => (TOLD.includes(name) ? [{ window: name, index }] : []))
  for (const { window, index } of told) {
    const costCell = names.indexOf(COST) * windows.length + index
    for (let metric = 0; metric < names.length; metric++) {
      const cell = metric * windows.length + index
      const corrected = correctedFor(paired.map(({ pairs }) => estimate(differences(pairs, cell)).p))
      for (const [place, own] of paired.entries()) {
        const statistics = [
          ...aboutOne(own, cell),
          ...(paired.length > 1 && corrected.has(place) ? [alone('holmP', corrected.get(place)!)] : []),
          ...(cell === costCell ? [] : perMillion(own, cell, costCell)),
          ...interaction(paired, own, combinations.get(own.arm), cell),
        ]
        for (const statistic of statistics) yield [own.arm, own.point, 'all', names[metric], window, ...statistic]
      }
    }
  }
}

const alone = (name: string, value: number): Statistic => [name, value, NaN, NaN]

/** Arm less baseline, by pair; NaN where a half has no value. */
const differences = (pairs: Paired['pairs'], cell: number): number[] => pairs.map(([own, base]) => own.values[cell] - base.values[cell])

/** Of one arm and cell: the bootstrap interval, how sure the sign is, and what pairing saved. */
function aboutOne({ pairs }: Paired, cell: number): Statistic[] {
  const whole = pairs.filter(([own, base]) => !Number.isNaN(own.values[cell]) && !Number.isNaN(base.values[cell]))
  const effect = estimate(differences(whole, cell))
  const statistics: Statistic[] = []
  const interval = bootstrapInterval(differences(whole, cell))
  if (interval) statistics.push(['bootstrap', effect.mean, interval.lower, interval.upper])
  if (Number.isNaN(effect.p)) return statistics
  statistics.push(alone('signProbability', 1 - effect.p / 2))
  const [own, base] = [0, 1].map((side) => estimate(whole.map((pair) => pair[side].values[cell])).sd)
  statistics.push(alone('pairingGain', (own * own + base * base) / (effect.sd * effect.sd)))
  return statistics
}

/** Holm's correction, by place, over the p values that there are. */
function correctedFor(values: readonly number[]): Map<number, number> {
  const known = [...values.keys()].filter((place) => !Number.isNaN(values[place]))
  const corrected = holm(known.map((place) => values[place]))
  return new Map(known.map((place, index) => [place, corrected[index]]))
}

/** Effect for each million yuan of net public cost; none when that cost may be nothing. */
function perMillion({ pairs }: Paired, cell: number, costCell: number): Statistic[] {
  const costs = differences(pairs, costCell)
  const both = differences(pairs, cell).map((effect, index) => [effect, costs[index]] as const)
  const ratio = ratioOfMeans(both.filter(([effect, cost]) => !Number.isNaN(effect) && !Number.isNaN(cost)))
  return ratio ? [['perMillion', ratio.value, ratio.lower, ratio.upper]] : []
}

/** The effect of an arm less the sum of the effects of those that it combines, replication by replication. */
function interaction(paired: readonly Paired[], whole: Paired, parts: readonly string[] | undefined, cell: number): Statistic[] {
  if (!parts) return []
  const byReplication = ({ pairs }: Paired): Map<number, number> => {
    const effects = differences(pairs, cell)
    return new Map(pairs.map(([own], index) => [own.replication, effects[index]]))
  }
  const single = paired.filter(({ arm, point }) => parts.includes(arm) && point === whole.point).map(byReplication)
  const excess = [...byReplication(whole)].map(([replication, joint]) =>
    single.reduce((rest, effect) => rest - (effect.get(replication) ?? NaN), joint))
  const { mean, lower, upper, n } = estimate(excess)
  return n === 0 || single.length < parts.length ? [] : [['interaction', mean, lower, upper]]
}
