/** Technology as merchandise: contracts that customers buy of firms that have innovated, and bonuses on taken-over results. */
import { productLines } from '../../world/firm.ts'
import { purposeIndex, transfer } from '../../world/ledger.ts'
import type { World } from '../../world/world.ts'
import { type ParameterDeclarations, type ParameterValues, type PolicyInForce, policyOf } from '../mechanism.ts'

export const technologyParameters = {
  contractShare: {
    unit: 'share of sales', default: 0.055, minimum: 0, maximum: 0.6,
    mark: 'derived', source: 'R10 R09: contracts on rights, software and secrets are 5 % of Zhongguancun revenue, most of it of firms that innovate every year',
    meaning: "part of a firm's orders that is for its technology when its innovation is new",
  },
  freshness: {
    unit: 'quarters', default: 12, minimum: 1, maximum: 40,
    mark: 'assumed', source: 'three years, the time in which rights count for a certificate',
    meaning: 'time after which customers no longer buy the technology of an innovation',
  },
  resultSales: {
    unit: "share of a line's yearly revenue", default: 0.09, minimum: 0, maximum: 1,
    mark: 'derived', source: 'competenceWorth times gain of innovate',
    meaning: 'first sales of a result taken over from a university or institute',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof technologyParameters>

/** Share of a firm's orders that is for technology, `age` quarters after its latest innovation. */
export function technologyShare(age: number, contractShare: number, freshness: number): number {
  return contractShare * Math.max(0, 1 - age / freshness)
}

/** Of a firm's revenue (yuan), what customers pay under technology contracts. They spend no more because of it. */
export function contractSales(world: World, firm: number, revenue: number, parameters: Parameters): number {
  const age = world.step - world.organisations.columns.lastInnovation[firm]
  return Math.round(revenue * technologyShare(age, parameters.contractShare, parameters.freshness))
}

/** The bonus on the first sales of this quarter's joint results with universities and institutes. */
export function payTransformationBonus(world: World, firm: number, policy: PolicyInForce, parameters: Parameters): void {
  const { scienceInnovations, meanRevenue } = world.organisations.columns
  if (scienceInnovations[firm] === 0) return
  const lineRevenue = (4 * meanRevenue[firm]) / productLines(meanRevenue[firm])
  const firstSales = scienceInnovations[firm] * parameters.resultSales * lineRevenue
  const bonus = Math.round(policyOf(policy, world, firm)['tax.transformationSupport'] * firstSales)
  transfer(world.ledger, purposeIndex.commissionAppropriation, 0, 0, bonus)
  transfer(world.ledger, purposeIndex.transformationBonuses, 0, firm, bonus)
}
