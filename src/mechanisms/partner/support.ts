/** Support of transformation: what government pays on results that firms take over from universities and institutes. */
import { productLines } from '../../world/firm.ts'
import type { World } from '../../world/world.ts'
import { type ParameterDeclarations, type ParameterValues, type PolicyInForce, policyOf } from '../mechanism.ts'

export const supportParameters = {
  resultRevenue: {
    unit: "shares of a line's yearly revenue per quarter", default: 0.14, minimum: 0, maximum: 2,
    mark: 'derived', source: 'hazard x (1 - failure) x recombination of innovate, times resultSales of trade',
    meaning: 'first sales of results that a firm expects of a tie of contribution 1, on which support is paid if it is with an institution',
  },
} as const satisfies ParameterDeclarations

/** Bonus that a firm expects of a tie of contribution 1, in shares of the R&D of one of its lines; 0 without R&D. */
export function expectedSupport(
  world: World, firm: number, other: number, policy: PolicyInForce, parameters: ParameterValues<typeof supportParameters>,
): number {
  const { rdPlan, meanRevenue } = world.organisations.columns
  if (other >= world.institutions || rdPlan[firm] <= 0) return 0
  const share = policyOf(policy, world, firm)['tax.transformationSupport']
  if (share === 0) return 0
  const lines = productLines(meanRevenue[firm])
  const lineRevenue = (4 * meanRevenue[firm]) / lines
  return (share * parameters.resultRevenue * lineRevenue) / (rdPlan[firm] / lines)
}
