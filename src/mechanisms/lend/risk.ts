/** What a lender can know of a borrower: chance of default, loss given default, and how closely it looks. */
import { normalCdf } from '../../world/arithmetic.ts'
import { contributionMargin, orderSpread } from '../../world/firm.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations } from '../mechanism.ts'

export const riskParameters = {
  screening: {
    unit: 'effort at full own share', default: 0.8, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'R35: lenders look less closely the less they can lose',
    meaning: "a bank's screening effort when it bears the whole loss; the effort that pays is in proportion to its own share",
  },
  agencyScreening: {
    unit: 'effort', default: 0.25, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'banks keep the accounts of a firm, agencies see what it shows them', meaning: "an agency's screening effort",
  },
  screeningNoise: {
    unit: 'log units', default: 0.5, minimum: 0, maximum: 2,
    mark: 'assumed', source: 'R24: 31 % of small firms have no professional accounts',
    meaning: 'error about riskiness of a lender that does not look at all',
  },
  horizon: {
    unit: 'years', default: 1, minimum: 0.25, maximum: 5,
    mark: 'recalled', source: 'L35: loans run a year', meaning: 'time over which default is judged',
  },
} as const satisfies ParameterDeclarations

/** What a lender could know of a firm. */
export interface Prospect {
  /** Share of a loan of the whole need that would be lost in a default. */
  readonly loss: number
  readonly buffer: number
  readonly spread: number
  readonly logRisk: number
}

/** The rate that covers funding, hurdle, expected loss and screening: (f + h + p LGD s + c) / (1 - p). */
export function requiredRate(funding: number, hurdle: number, risk: number, loss: number, cost: number): number {
  return (funding + hurdle + risk * loss + cost) / (1 - Math.min(risk, 0.99))
}

/** Screening effort that pays: benefit in proportion to the own share of the loss, cost to the square of the effort. */
export function screeningEffort(ownShare: number, fullEffort: number): number {
  return fullEffort * ownShare
}

/** Riskiness as seen with this effort: the truth in part, and noise in its place. Both in log units around 0. */
export function seenLogRisk(trueLogRisk: number, noise: number, effort: number, spread: number): number {
  return effort * trueLogRisk + (1 - effort) * spread * noise
}

/**
 * Chance that what a firm is worth to its lenders falls below its debt (Merton 1974): liquidation value, cash and the
 * year's expected profit against debt, over the spread of a year's profit.
 */
export function defaultChance(buffer: number, profitSpread: number): number {
  return normalCdf(-buffer / Math.max(1, profitSpread))
}

/** Buffer of a firm that has taken `loan` (yuan) on top of its cash. */
export function lossBuffer(world: World, firm: number, liquidation: number, horizon: number, debt: number): number {
  const { assets, cash, meanProfit } = world.organisations.columns
  return liquidation * assets[firm] + cash[firm] + 4 * horizon * meanProfit[firm] - debt
}

/** Standard deviation of a year's profit at riskiness 1, yuan: luck with orders, and cost advantages that come and go. */
export function yearlyProfitSpread(world: World, firm: number, horizon: number): number {
  const { meanRevenue } = world.organisations.columns
  const { efficiencySpread, efficiencyPersistence } = world.region.population
  const margin = contributionMargin(world, firm)
  const orders = 2 * orderSpread(meanRevenue[firm], 1) * meanRevenue[firm] * Math.min(1, margin + 0.15)
  const kept = efficiencyPersistence.value
  const costs = 4 * meanRevenue[firm] * (1 - margin) * efficiencySpread.value * Math.sqrt(1 - kept * kept)
  return Math.sqrt(horizon * (orders * orders + costs * costs))
}

/** Share of the loan lost when the borrower fails; `pledged` is what pledges beside fixed assets would bring, yuan. */
export function lossGivenDefault(world: World, firm: number, liquidation: number, debt: number, pledged: number): number {
  return Math.max(0.1, 1 - (liquidation * world.organisations.columns.assets[firm] + pledged) / Math.max(1, debt))
}
