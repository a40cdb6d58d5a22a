/** What should stay as it is in a region without trends under a constant policy, quarter by quarter. */
import { estimate } from '../../src/analysis/effects.ts'
import { burnIn, type Experiment, type Frame, simulateArm } from '../../src/experiment/simulate.ts'
import { metricKeys, metrics, type MetricKey } from '../../src/observe/metrics.ts'
import { logSpread } from '../../src/observe/structure.ts'
import { countSpecialisms } from '../../src/world/knowledge.ts'
import type { World } from '../../src/world/world.ts'

/** A quarter, with the rows of its SMEs and of those of the technology stratum. */
interface Seen extends Frame {
  readonly smes: readonly number[]
  readonly technologySmes: readonly number[]
}

/** A positive number of each quarter, whose logarithm should have no slope. */
export interface Quantity {
  readonly name: string
  readonly meaning: string
  readonly read: (seen: Seen) => number
}

const metric = (key: MetricKey): Quantity => {
  const index = metricKeys.indexOf(key)
  return { name: `\`${key}\``, meaning: metrics[key].meaning, read: (seen) => seen.metrics[index]! }
}

const sumOf = (rows: readonly number[], column: Float64Array): number => rows.reduce((sum, row) => sum + column[row]!, 0)
const meanOf = (values: readonly number[]): number => estimate(values).mean

/** In the order of the issue that asks for them. */
export const quantities: readonly Quantity[] = [
  {
    name: 'cash / revenue', meaning: 'cash of SMEs over their mean quarterly revenue',
    read: ({ world: { organisations: { columns } }, smes }) => sumOf(smes, columns.cash) / sumOf(smes, columns.meanRevenue),
  },
  { name: 'debt', meaning: 'bank loans of SMEs', read: ({ world, smes }) => sumOf(smes, world.organisations.columns.loan) },
  {
    name: 'relative competence', meaning: 'quality of technology SMEs relative to the frontier, exp of the mean log',
    read: ({ world, technologySmes }) => Math.exp(meanOf(technologySmes.map((row) => world.organisations.columns.competence[row]!))),
  },
  {
    name: 'specialisms', meaning: 'specialisms of a technology SME, mean',
    read: ({ world, technologySmes }) => meanOf(technologySmes.map((row) => countSpecialisms(world.organisations.columns.specialisms, row))),
  },
  metric('ties'),
  metric('loanVolume'),
  metric('creditAccessShare'),
  metric('agencyCapital'),
  metric('skilledWage'),
]

function lookAt(frame: Frame): Seen {
  const { world } = frame
  const { large, technology } = world.organisations.columns
  const smes = [...world.visits.subarray(0, world.firmCount)].filter((row) => large[row] === 0)
  return { ...frame, smes, technologySmes: smes.filter((row) => technology[row] === 1) }
}

/** Standard deviation over SMEs of log revenue against log mean revenue: how much firms move. */
function spreadOfGrowth(world: World, smes: readonly number[]): number {
  const { revenue, meanRevenue } = world.organisations.columns
  return logSpread(smes.filter((row) => meanRevenue[row]! > 0).map((row) => revenue[row]! / meanRevenue[row]!))
}

/** One replication: each quantity by quarter, and the spread of growth. */
export interface Past {
  readonly quantities: readonly number[][]
  readonly spread: readonly number[]
}

export function observe(experiment: Experiment, replication: number): Past {
  const world = burnIn(experiment, replication, { audit: 'off' })
  const past = { quantities: quantities.map((): number[] => []), spread: [] as number[] }
  for (const frame of simulateArm(experiment, world, 'baseline', replication, { audit: 'end' })) {
    const seen = lookAt(frame)
    quantities.forEach(({ read }, index) => past.quantities[index]!.push(read(seen)))
    past.spread.push(spreadOfGrowth(seen.world, seen.smes))
  }
  return past
}

/** Least-squares slope of the logarithms of quarterly values, per year. NaN when a value is not positive. */
export function yearlySlope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  let across = 0
  let along = 0
  values.forEach((value, quarter) => {
    across += (quarter - middle) * Math.log(value)
    along += (quarter - middle) ** 2
  })
  return (4 * across) / along
}
