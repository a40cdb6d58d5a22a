/** What should stay as it is in a region without trends under a constant policy, quarter by quarter. */
import { burnIn, type Experiment, simulateArm } from '../../src/experiment/simulate.ts'
import { metricKeys, type MetricKey } from '../../src/observe/metrics.ts'
import { countSpecialisms } from '../../src/world/knowledge.ts'
import { balancesOf } from '../../src/world/ledger.ts'
import type { World } from '../../src/world/world.ts'

/** A positive number of each quarter, whose logarithm should have no slope. */
export interface Quantity {
  readonly name: string
  readonly meaning: string
  readonly read: (world: World, metrics: Float64Array) => number
}

const metric = (key: MetricKey, meaning: string): Quantity => {
  const index = metricKeys.indexOf(key)
  return { name: `\`${key}\``, meaning, read: (_, metrics) => metrics[index]! }
}

const smes = (world: World): number[] => [...world.visits.subarray(0, world.firmCount)].filter((firm) => world.organisations.columns.large[firm] === 0)
const add = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
const mean = (values: readonly number[]): number => add(values) / values.length

/** In the order of the issue that asks for them. */
export const quantities: readonly Quantity[] = [
  {
    name: 'cash / revenue', meaning: 'cash of SMEs over their mean quarterly revenue',
    read: (world) => {
      const { cash, meanRevenue } = world.organisations.columns
      const firms = smes(world)
      return add(firms.map((firm) => cash[firm])) / add(firms.map((firm) => meanRevenue[firm]))
    },
  },
  { name: 'debt', meaning: 'bank loans of SMEs', read: (world) => add(smes(world).map((firm) => world.organisations.columns.loan[firm])) },
  {
    name: 'relative competence', meaning: 'quality of technology SMEs relative to the frontier, exp of the mean log',
    read: (world) => {
      const { technology, competence } = world.organisations.columns
      return Math.exp(mean(smes(world).filter((firm) => technology[firm] === 1).map((firm) => competence[firm])))
    },
  },
  {
    name: 'specialisms', meaning: 'specialisms of a technology SME, mean',
    read: (world) => {
      const { technology, specialisms } = world.organisations.columns
      return mean(smes(world).filter((firm) => technology[firm] === 1).map((firm) => countSpecialisms(specialisms, firm)))
    },
  },
  metric('ties', 'ties in force'),
  metric('loanVolume', 'loans granted to SMEs in the quarter'),
  metric('creditAccessShare', 'SMEs in need of credit that have a loan'),
  {
    name: 'agency capital', meaning: 'net assets of guarantee agencies',
    read: (world) => add([...balancesOf(world.ledger, 'agencies')]),
  },
  metric('skilledWage', 'wage of skilled staff'),
]

/** Standard deviation over SMEs of log revenue against log mean revenue: how much firms move. */
export function spreadOfGrowth(world: World): number {
  const { revenue, meanRevenue } = world.organisations.columns
  const growth = smes(world)
    .filter((firm) => revenue[firm] > 0 && meanRevenue[firm] > 0)
    .map((firm) => Math.log(revenue[firm] / meanRevenue[firm]))
  const middle = mean(growth)
  return Math.sqrt(mean(growth.map((value) => (value - middle) ** 2)))
}

/** One replication: each quantity by quarter, and the spread of growth. */
export interface Past {
  readonly quantities: readonly number[][]
  readonly spread: readonly number[]
}

export function observe(experiment: Experiment, replication: number): Past {
  const world = burnIn(experiment, replication, { audit: 'off' })
  const seen = quantities.map((): number[] => [])
  const spread: number[] = []
  for (const frame of simulateArm(experiment, world, 'baseline', replication, { audit: 'end' })) {
    quantities.forEach(({ read }, index) => seen[index]!.push(read(frame.world, frame.metrics)))
    spread.push(spreadOfGrowth(frame.world))
  }
  return { quantities: seen, spread }
}

/** Least-squares slope of the logarithms of quarterly values, per year. NaN when a value is not positive. */
export function yearlySlope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const logs = values.map(Math.log)
  let across = 0
  let along = 0
  logs.forEach((value, quarter) => {
    across += (quarter - middle) * value
    along += (quarter - middle) ** 2
  })
  return (4 * across) / along
}
