/**
 * Firms choose R&D and investment for the quarter. R&D goes as far as its expected return covers its after-tax user
 * cost; a firm in distress puts survival first and drops it.
 */
import { exp, log } from '../world/arithmetic.ts'
import { contributionMargin, productLines, quarterlyWages } from '../world/firm.ts'
import { NORMAL_UTILISATION, YEARLY_DEPRECIATION } from '../world/sectors.ts'
import type { World } from '../world/world.ts'
import { mechanism, type ParameterValues } from './mechanism.ts'

const parameters = {
  returnOnLine: {
    unit: 'yuan per yuan of contribution', default: 0.5, minimum: 0.05, maximum: 5,
    mark: 'assumed', source: 'calibrated on CF20: attempts a year x success x gain of sales x years that a gain lasts',
    meaning: 'what R&D of lineResearch a year is worth to a line at opportunity 0, in yearly contributions of the line',
  },
  lineResearch: {
    unit: 'yuan per year', default: 740_000, minimum: 100_000, maximum: 3_000_000,
    mark: 'derived', source: 'CF20 times 20 million yuan',
    meaning: 'usual yearly R&D of a product line',
  },
  elasticity: {
    unit: 'elasticity', default: 0.35, minimum: 0.1, maximum: 0.9,
    mark: 'recalled', source: 'evidence F: patents to R&D 0.3-0.7, China about 0.3',
    meaning: 'how the return that owners expect follows R&D; the user-cost elasticity is 1/(1 - this)',
  },
  smallestProject: {
    unit: 'yuan per year', default: 80_000, minimum: 0, maximum: 1_000_000,
    mark: 'assumed', source: 'a quarter of a full-time person, CF22',
    meaning: 'yearly R&D below which there is no project',
  },
  corporateTax: {
    unit: 'share of profit', default: 0.25, minimum: 0, maximum: 0.5,
    mark: 'recalled', source: 'CF50',
    meaning: 'tax rate in the user cost of R&D',
  },
  superDeduction: {
    unit: 'share of R&D', default: 0.5, minimum: 0, maximum: 1.5,
    mark: 'recalled', source: 'CF52',
    meaning: 'R&D deducted beyond its cost, in the user cost',
  },
  takeUp: {
    unit: 'share', default: 0.4, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L08: take-up 0.3-0.5',
    meaning: 'part of the super-deduction that firms reckon with',
  },
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

/** After-tax cost of a yuan of R&D: (1 - t(1 + a)) / (1 - t) for a firm that pays tax, 1 for one without profit. */
export function userCost(tax: number, superDeduction: number, profitable: boolean): number {
  return profitable ? (1 - tax * (1 + superDeduction)) / (1 - tax) : 1
}

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

/**
 * Yearly R&D of a line (yuan) at which the last yuan returns its user cost `u`: with worth
 * `w = value (R / unit)^e` a year, R = unit (e value / (unit u))^(1 / (1 - e)).
 */
export function wantedResearch(value: number, unit: number, elasticity: number, cost: number): number {
  return unit * exp(log((elasticity * value) / (unit * cost)) / (1 - elasticity))
}

/** True when cash and running profit do not cover the wages that must be paid whatever happens. */
export function distressed(cash: number, profit: number, wages: number, runway: number): boolean {
  return cash + 2 * Math.min(0, profit) < runway * wages
}

export const plan = mechanism({
  name: 'plan',
  purpose: 'firms choose R&D by its expected return and user cost, and investment by the demand they see; survival first',
  parameters,
  switchable: true,
  run(world, policy, parameters) {
    const horizon = policy.general['coordination.horizon']
    const { investmentPlan, assets, meanRevenue, sector, technology } = world.organisations.columns
    for (let visit = 0; visit < world.firmCount; visit++) {
      const firm = world.visits[visit]
      const wanted = (meanRevenue[firm] * 4) / (world.sectors.assetTurnover[sector[firm]] * NORMAL_UTILISATION)
      const replacement = (assets[firm] * YEARLY_DEPRECIATION) / 4
      investmentPlan[firm] = Math.max(0, Math.round(replacement + parameters.adjustment * (wanted - assets[firm])))
      if (technology[firm] === 1) planResearch(world, firm, horizon, parameters)
    }
  },
})

function planResearch(world: World, firm: number, horizon: number, parameters: Parameters): void {
  const { rdPlan, cash, confidence, meanProfit, meanRevenue, opportunity, grantDuty, grantEnds } = world.organisations.columns
  if (distressed(cash[firm], meanProfit[firm], quarterlyWages(world, firm), parameters.runway)) {
    rdPlan[firm] = 0
    return
  }
  const lines = productLines(meanRevenue[firm])
  const contribution = ((meanRevenue[firm] * 4) / lines) * contributionMargin(world, firm)
  const value = parameters.returnOnLine * exp(opportunity[firm]) * contribution
  const support = parameters.takeUp * parameters.superDeduction * believedSupport(horizon, confidence[firm], parameters.planYears)
  const cost = userCost(parameters.corporateTax, support, meanProfit[firm] > 0)
  let wanted = lines * wantedResearch(Math.max(value, 1), parameters.lineResearch, parameters.elasticity, cost)
  if (wanted < parameters.smallestProject) wanted = 0
  let quarterly = rdPlan[firm] + parameters.smoothing * (wanted / 4 - rdPlan[firm])
  if (quarterly * 4 < parameters.smallestProject) quarterly = wanted / 4
  // A grant is a contract: the project is done even where the firm alone would do less.
  if (grantEnds[firm] > world.step) quarterly = Math.max(quarterly, grantDuty[firm])
  rdPlan[firm] = Math.round(quarterly)
}
