/** The tax position of firms: the rate that holds for each, what R&D may be deducted beyond its cost, what is refunded. */
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues, Policy } from '../mechanism.ts'

export const taxParameters = {
  corporateTax: {
    unit: 'share of profit', default: 0.25, minimum: 0, maximum: 0.5,
    mark: 'recalled', source: 'CF50',
    meaning: 'corporate tax on the profit of a year, losses carried forward, of a firm without relief',
  },
  takeUp: {
    unit: 'share of R&D', default: 0.4, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L08: take-up 0.3-0.5',
    meaning: 'part of their R&D for which firms reckon with the super-deduction and claim it',
  },
} as const satisfies ParameterDeclarations

/**
 * After-tax cost of a yuan of R&D, with tax rate t, deduction a beyond the cost and refunded share f of the tax value:
 * (1 - t(1 + a)) / (1 - t) for a firm with taxable profit, 1 - f t a for one without.
 */
export function userCost(tax: number, deduction: number, profitable: boolean, refund: number): number {
  return profitable ? (1 - tax * (1 + deduction)) / (1 - tax) : 1 - refund * tax * deduction
}

/** True for a firm that, going on like this, has taxable profit this year after what it carries forward. */
export function paysTax(world: World, firm: number): boolean {
  const { meanProfit, lossesForward, deductionForward } = world.organisations.columns
  return 4 * meanProfit[firm] > lossesForward[firm] + deductionForward[firm]
}

/** Writes down what holds for a technology firm this quarter; `trade` collects the tax of the year accordingly. */
export function settleTaxPosition(world: World, firm: number, policy: Policy, parameters: ParameterValues<typeof taxParameters>): void {
  const { certificateEnds, taxRelief, superDeduction, lossRefund } = world.organisations.columns
  const certified = certificateEnds[firm] > world.step
  taxRelief[firm] = certified ? Math.max(0, parameters.corporateTax - policy['tax.highTechRate']) : 0
  superDeduction[firm] = parameters.takeUp * policy['tax.superDeduction']
  lossRefund[firm] = policy['tax.lossRefund']
}
