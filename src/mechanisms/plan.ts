/**
 * Firms choose R&D and investment for the quarter. R&D goes as far as its expected return covers its after-tax user
 * cost, and to the step of a high-tech certificate where that pays; a firm in distress puts survival first and drops it.
 */
import { productLines, quarterlyWages } from '../world/firm.ts'
import { NO_OPPORTUNITY } from '../world/organisations.ts'
import { NORMAL_UTILISATION, YEARLY_DEPRECIATION } from '../world/sectors.ts'
import type { World } from '../world/world.ts'
import { mechanism, type ParameterValues, type Policy, policyOf } from './mechanism.ts'
import { certificateParameters, renewCertificates } from './plan/certify.ts'
import { lineValue, researchParameters, worthwhileResearch } from './plan/research.ts'
import { paysTax, settleTaxPosition, taxParameters, userCost } from './plan/tax.ts'

const parameters = {
  ...researchParameters,
  ...taxParameters,
  ...certificateParameters,
  planYears: {
    unit: 'years', default: 5, minimum: 1, maximum: 10, integer: true,
    mark: 'assumed', source: 'L41: horizons of 1 to 5 years; a project and what follows from it', meaning: 'years that owners look ahead when they plan R&D',
  },
  runway: {
    unit: 'quarters', default: 0.5, minimum: 0, maximum: 4,
    mark: 'assumed', source: 'S62: financial stress makes firms consider survival and drop innovation',
    meaning: 'quarters of wages that cash must cover if profits stay as they are, else R&D is dropped',
  },
  adjustment: {
    unit: 'share per quarter', default: 0.25, minimum: 0.02, maximum: 1,
    mark: 'assumed', source: 'capacity follows demand with a delay of about a year',
    meaning: 'part of the gap between wanted and present assets that a firm plans to close',
  },
  smoothing: {
    unit: 'share per quarter', default: 0.5, minimum: 0.05, maximum: 1,
    mark: 'assumed', source: 'R&D staff is costly to vary (Hall 2002)',
    meaning: 'part of the gap between wanted and planned R&D that a firm closes',
  },
} as const
type Parameters = ParameterValues<typeof parameters>

/**
 * Part of the promised support that a plan over `years` reckons with: law makes it certain for `horizon` years, and in each
 * year beyond a firm believes with its confidence that it is renewed once more.
 */
export function believedSupport(horizon: number, confidence: number, years: number): number {
  let support = Math.min(horizon, years)
  let renewed = 1
  for (let year = horizon; year < years; year++) {
    renewed *= confidence
    support += renewed
  }
  return support / years
}

/** True when cash and running profit do not cover the wages that must be paid whatever happens. */
export function distressed(cash: number, profit: number, wages: number, runway: number): boolean {
  return cash + 2 * Math.min(0, profit) < runway * wages
}

export const plan = mechanism({
  name: 'plan',
  purpose:
    'firms choose R&D by its expected return and user cost, whether to get a high-tech certificate and how, and ' +
    'investment by the demand they see; survival first',
  parameters,
  switchable: true,
  existsFor: { metric: 'rdPerformerShare', without: 'lower' },
  run(world, policy, parameters, random) {
    world.standardTax = parameters.corporateTax
    const newYear = world.quarter % 4 === 0
    if (newYear) renewCertificates(world, policy, parameters, random)
    const { investmentPlan, assets, meanRevenue, sector, technology, opportunity } = world.organisations.columns
    for (let visit = 0; visit < world.firmCount; visit++) {
      const firm = world.visits[visit]
      const wanted = (meanRevenue[firm] * 4) / (world.sectors.assetTurnover[sector[firm]] * NORMAL_UTILISATION)
      const replacement = (assets[firm] * YEARLY_DEPRECIATION) / 4
      investmentPlan[firm] = Math.max(0, Math.round(replacement + parameters.adjustment * (wanted - assets[firm])))
      // Outside the technology stratum few see anything in R&D, and those think about it once a year.
      if (technology[firm] === 1 || (newYear && opportunity[firm] > NO_OPPORTUNITY)) {
        planResearch(world, firm, policyOf(policy, world, firm), parameters)
      }
    }
  },
})

function planResearch(world: World, firm: number, policy: Policy, parameters: Parameters): void {
  settleTaxPosition(world, firm, policy, parameters)
  const c = world.organisations.columns
  if (distressed(c.cash[firm], c.meanProfit[firm], quarterlyWages(world, firm), parameters.runway)) {
    c.rdPlan[firm] = 0
    return
  }
  const tax = parameters.corporateTax - c.taxRelief[firm]
  const deduction = c.superDeduction[firm] * believedSupport(policy['coordination.horizon'], c.confidence[firm], parameters.planYears)
  const cost = userCost(tax, deduction, paysTax(world, firm), c.lossRefund[firm])
  const wanted = worthwhileResearch(productLines(c.meanRevenue[firm]), lineValue(world, firm, parameters), cost, parameters)
  let quarterly = c.rdPlan[firm] + parameters.smoothing * (wanted / 4 - c.rdPlan[firm])
  if (quarterly * 4 < parameters.smallestProject) quarterly = wanted / 4
  // A grant is a contract, and a certificate asks for its share of sales: both are kept where the firm alone would do less.
  if (c.grantEnds[firm] > world.step) quarterly = Math.max(quarterly, c.grantDuty[firm])
  if (c.relabels[firm] === 0) quarterly = Math.max(quarterly, c.highTechAim[firm] * c.meanRevenue[firm])
  c.rdPlan[firm] = Math.round(quarterly)
}
