/** Orders: the customers of each market divide their spending among its firms and the rivals outside by attraction. */
import { exp, log } from '../../world/arithmetic.ts'
import { marketOf, orderSpread } from '../../world/firm.ts'
import type { Draws } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'

export const orderParameters = {
  competenceWorth: {
    unit: 'log attraction per log competence', default: 0.6, minimum: 0, maximum: 3,
    mark: 'assumed', source: 'demand for better products is elastic, but customers are loyal',
    meaning: 'what competence relative to the frontier is worth to customers',
  },
  sizeReturns: {
    unit: 'elasticity', default: 0.96, minimum: 0.8, maximum: 1,
    mark: 'assumed', source: 'the next customers are further away; keeps large firms from taking all',
    meaning: 'how attraction follows capacity',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof orderParameters>

/** Assets at which returns to size are neutral, yuan; any value gives the same shares. */
const TYPICAL_ASSETS = 1e6

/** Orders by row, whole yuan. Attraction is counted in whole yuan of assets, so that its sum is exact in any order. */
export function takeOrders(world: World, parameters: Parameters, draws: Draws): Float64Array {
  const { id, assets, competence, meanRevenue, riskiness } = world.organisations.columns
  const attraction = new Float64Array(world.organisations.capacity)
  const total = new Float64Array(world.demand.length)
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.visits[i]
    const spread = orderSpread(meanRevenue[firm], riskiness[firm])
    // The mean of a log-normal is exp(s^2/2) above its median: taken out, so that risk alone attracts nobody.
    const luck = spread * draws.normal(id[firm], 0) - (spread * spread) / 2
    const size = (parameters.sizeReturns - 1) * log(Math.max(1000, assets[firm]) / TYPICAL_ASSETS)
    attraction[firm] = Math.round(assets[firm] * exp(parameters.competenceWorth * competence[firm] + size + luck))
    total[marketOf(world, firm)] += attraction[firm]
  }
  if (world.step === 0) meetOutside(world, total)
  const perAttraction = total.map((inside, market) => {
    const all = inside + world.outsideAttraction[market]
    return all > 0 ? world.demand[market] / all : 0
  })
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.visits[i]
    attraction[firm] *= perAttraction[marketOf(world, firm)]
  }
  return attraction
}

/** In the first quarter: rivals outside are as attractive as lets the region's firms sell what they are sized for. */
function meetOutside(world: World, total: Float64Array): void {
  const outside = world.region.population.outsideShare.value
  for (let market = 0; market < total.length; market++) {
    world.outsideAttraction[market] = (total[market] * outside) / (1 - outside)
  }
}
