/**
 * What there is to know of an effect beyond its mean and t-interval, for analysis.csv: over all firms, over the horizon
 * and the last year.
 */
import type { Row } from '../records/tables.ts'
import type { Arm } from '../scenario/scenario.ts'
import { bootstrapInterval } from './bootstrap.ts'
import { combinationsOf } from './combinations.ts'
import { estimate } from './effects.ts'
import { holm } from './holm.ts'
import { type MeasuredRuns, type PairedGroup, pairedArms, valuesOf } from './measured.ts'
import { ratioOfMeans } from './ratio.ts'
import type { Measures } from './windows.ts'

/** Windows that further statistics are told of: the quarters one by one would be many, and say little each. */
export const TOLD: readonly string[] = ['horizon', 'last4']
/** What an effect is set against to tell what money bought. */
const COST = 'publicCost'

type Statistic = readonly [name: string, value: number, lower: number, upper: number]
/** The values of an arm's pairs in one cell, and those of what they cost the public. */
interface Paired extends Pick<PairedGroup, 'arm' | 'point'> {
  readonly replications: readonly number[]
  readonly values: readonly (readonly [own: number, baseline: number])[]
  readonly costs: readonly (readonly [own: number, baseline: number])[]
}

/** Rows of analysis.csv: arm, point, group, metric, window, statistic, value, lower, upper. What cannot be told has no row. */
export function* furtherRows(measured: MeasuredRuns, { names, windows }: Measures, arms: readonly Arm[]): Generator<Row> {
  const groups = pairedArms(measured.about)
  const combinations = combinationsOf(arms)
  const told = windows.flatMap(({ name }, index) => (TOLD.includes(name) ? [{ window: name, index }] : []))
  for (const { window, index } of told) {
    const costCell = names.indexOf(COST) * windows.length + index
    const costs = measured.column(costCell)
    for (let metric = 0; metric < names.length; metric++) {
      const cell = metric * windows.length + index
      const column = measured.column(cell)
      const paired = groups.map((group): Paired => ({
        arm: group.arm, point: group.point, values: valuesOf(group, column), costs: valuesOf(group, costs),
        replications: group.pairs.map(([own]) => measured.about[own].replication),
      }))
      const corrected = correctedFor(paired.map(({ values }) => estimate(differences(values)).p))
      const joint = combinations.size > 0 ? byPoint(paired) : undefined
      for (const [place, own] of paired.entries()) {
        const statistics = [
          ...aboutOne(own.values),
          ...(paired.length > 1 && corrected.has(place) ? [alone('holmP', corrected.get(place)!)] : []),
          ...(cell === costCell ? [] : perMillion(own)),
          ...(joint ? interaction(joint.get(own.point)!, own, combinations.get(own.arm)) : []),
        ]
        for (const statistic of statistics) yield [own.arm, own.point, 'all', names[metric], window, ...statistic]
      }
    }
  }
}

function byPoint(paired: readonly Paired[]): Map<number, Paired[]> {
  const points = new Map<number, Paired[]>()
  for (const own of paired) points.set(own.point, [...(points.get(own.point) ?? []), own])
  return points
}

const alone = (name: string, value: number): Statistic => [name, value, NaN, NaN]

/** Arm less baseline, by pair; NaN where a half has no value. */
const differences = (values: Paired['values']): number[] => values.map(([own, base]) => own - base)

/** Of one arm and cell: the bootstrap interval, how sure the sign is, and what pairing saved. */
function aboutOne(values: Paired['values']): Statistic[] {
  const whole = values.filter(([own, base]) => !Number.isNaN(own) && !Number.isNaN(base))
  const effect = estimate(differences(whole))
  const statistics: Statistic[] = []
  const interval = bootstrapInterval(differences(whole))
  if (interval) statistics.push(['bootstrap', effect.mean, interval.lower, interval.upper])
  if (Number.isNaN(effect.p)) return statistics
  statistics.push(alone('signProbability', 1 - effect.p / 2))
  const [own, base] = [0, 1].map((side) => estimate(whole.map((pair) => pair[side])).sd)
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
function perMillion({ values, costs }: Paired): Statistic[] {
  const spent = differences(costs)
  const both = differences(values).map((effect, index) => [effect, spent[index]] as const)
  const ratio = ratioOfMeans(both.filter(([effect, cost]) => !Number.isNaN(effect) && !Number.isNaN(cost)))
  return ratio ? [['perMillion', ratio.value, ratio.lower, ratio.upper]] : []
}

/** The effect of an arm less the sum of the effects of those that it combines, replication by replication. */
function interaction(beside: readonly Paired[], whole: Paired, parts: readonly string[] | undefined): Statistic[] {
  if (!parts) return []
  const byReplication = ({ values, replications }: Paired): Map<number, number> => {
    const effects = differences(values)
    return new Map(replications.map((replication, index) => [replication, effects[index]]))
  }
  const single = beside.filter(({ arm }) => parts.includes(arm)).map(byReplication)
  const excess = [...byReplication(whole)].map(([replication, joint]) =>
    single.reduce((rest, effect) => rest - (effect.get(replication) ?? NaN), joint))
  const { mean, lower, upper, n } = estimate(excess)
  return n === 0 || single.length < parts.length ? [] : [['interaction', mean, lower, upper]]
}
