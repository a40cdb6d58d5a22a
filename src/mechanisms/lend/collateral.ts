/** What banks take as collateral: five kinds of assets, each with what a bank counts and what it would really get. */
import { netWorth } from '../../world/firm.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'

export const collateralParameters = {
  collateralShare: {
    unit: 'share of the loan', default: 1, minimum: 0.1, maximum: 2,
    mark: 'assumed', source: 'R24: 41 % name missing collateral', meaning: 'collateral that a bank asks for beside a loan without guarantee',
  },
  haircut: {
    unit: 'share of book value', default: 0.5, minimum: 0.1, maximum: 1,
    mark: 'recalled', source: 'L34: haircut 0.4-0.7', meaning: 'what a bank counts accepted fixed assets as collateral for',
  },
  acceptedAssets: {
    unit: 'share of fixed assets', default: 0.4, minimum: 0.05, maximum: 1,
    mark: 'assumed', source: 'L34: banks take land and buildings, most assets of SMEs are neither',
    meaning: 'fixed assets that banks accept as collateral with 1.5 kinds or more: real estate and machinery',
  },
  realEstate: {
    unit: 'share of those', default: 0.6, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'L34', meaning: 'accepted fixed assets that are land and buildings, the first kind',
  },
  receivables: {
    unit: 'quarters of revenue', default: 0.2, minimum: 0, maximum: 2,
    mark: 'assumed', source: 'customers pay after about 45 days; two fifths of them are known to the bank', meaning: 'claims on customers that a bank accepts, movables beside machinery',
  },
  receivablesHaircut: {
    unit: 'share of their value', default: 0.5, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L34: haircut 0.4-0.7', meaning: 'what a bank counts receivables as collateral for',
  },
  receivablesRecovery: {
    unit: 'share of their value', default: 0.3, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'customers of a failed firm find reasons not to pay', meaning: 'what pledged receivables bring',
  },
  knowledgeHaircut: {
    unit: 'share of the R&D stock', default: 0.1, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'pledge loans reach about a third of what appraisers leave of the cost', meaning: 'what a bank counts patents as collateral for',
  },
  knowledgeRecovery: {
    unit: 'share of the R&D stock', default: 0.05, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'few buyers can use the patents of another', meaning: 'what pledged patents bring',
  },
  equityHaircut: {
    unit: 'share of net worth', default: 0.05, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'shares of SMEs have no market', meaning: "what a bank counts owners' shares as collateral for; in a default they bring nothing",
  },
  ownersWealth: {
    unit: 'years of profit', default: 3, minimum: 0, maximum: 10,
    mark: 'assumed', source: 'owners live from withdrawn profits', meaning: 'private wealth that owners can promise',
  },
  personalHaircut: {
    unit: 'share of that wealth', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'L34: haircut 0.4-0.7', meaning: 'what a bank counts a personal guarantee for',
  },
  personalRecovery: {
    unit: 'share of that wealth', default: 0.35, minimum: 0, maximum: 1,
    mark: 'derived', source: 'evidence 2B: recovery of 35 % from counter-guarantees of owners', meaning: 'what a personal guarantee brings',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof collateralParameters>

/** How far each kind is accepted, 0 to 1. */
export interface Acceptance {
  readonly realEstate: number
  readonly machinery: number
  readonly receivables: number
  readonly knowledge: number
  readonly equity: number
  readonly personal: number
}

/**
 * Banks take up kinds in this order, each in part before it is taken whole: real estate; movables, machinery before
 * receivables; rights on knowledge; equity; a personal guarantee of the owners.
 */
export function acceptanceOf(kinds: number): Acceptance {
  const between = (from: number, to: number): number => Math.min(1, Math.max(0, (kinds - from) / (to - from)))
  return {
    realEstate: between(0, 1),
    machinery: between(1, 1.5),
    receivables: between(1.5, 2),
    knowledge: between(2, 3),
    equity: between(3, 4),
    personal: between(4, 5),
  }
}

/** Yuan. */
export interface Security {
  /** Largest loan that the firm's collateral is good for. */
  readonly secured: number
  /** What its claims and rights, and the promise of its owners, would bring in a default if all were pledged. */
  readonly pledge: number
  readonly personal: number
}

/** Each kind is an asset that the firm really has, so a firm with more of them can borrow more. */
export function securityOf(world: World, firm: number, accepted: Acceptance, parameters: Parameters): Security {
  const { assets, meanRevenue, meanProfit, rdStock } = world.organisations.columns
  const fixed = parameters.acceptedAssets * (parameters.realEstate * accepted.realEstate + (1 - parameters.realEstate) * accepted.machinery)
  const receivables = accepted.receivables * parameters.receivables * meanRevenue[firm]
  const knowledge = accepted.knowledge * rdStock[firm]
  const equity = accepted.equity * Math.max(0, netWorth(world, firm))
  const wealth = accepted.personal * parameters.ownersWealth * 4 * Math.max(0, meanProfit[firm])
  const counted =
    parameters.haircut * fixed * assets[firm] + parameters.receivablesHaircut * receivables
    + parameters.knowledgeHaircut * knowledge + parameters.equityHaircut * equity + parameters.personalHaircut * wealth
  return {
    secured: Math.floor(counted / parameters.collateralShare),
    pledge: parameters.receivablesRecovery * receivables + parameters.knowledgeRecovery * knowledge,
    personal: parameters.personalRecovery * wealth,
  }
}
