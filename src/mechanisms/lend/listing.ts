/** The direct capital market: some SMEs sell shares to households, and then need banks less. */
import { purposeIndex, transfer } from '../../world/ledger.ts'
import type { Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'

export const listingParameters = {
  priceEarnings: {
    unit: 'years of profit', default: 10, minimum: 2, maximum: 50,
    mark: 'assumed', source: 'young boards price small firms at 10 to 20 times profit', meaning: 'value of a firm to outside investors',
  },
  issueShare: {
    unit: 'share of the value', default: 0.25, minimum: 0.01, maximum: 0.5,
    mark: 'recalled', source: 'listing rules ask for a quarter in public hands', meaning: 'most new shares sold, relative to the value before',
  },
  issueCost: {
    unit: 'share of proceeds', default: 0.065, minimum: 0, maximum: 0.3,
    mark: 'recalled', source: 'L25: 5-8 %', meaning: 'sponsors, auditors and lawyers',
  },
  smallestIssue: {
    unit: 'million yuan', default: 2, minimum: 0, maximum: 100,
    mark: 'assumed', source: 'less does not bear the fixed part of the cost', meaning: 'smallest issue that finds a sponsor',
  },
  trackRecord: {
    unit: 'quarters', default: 8, minimum: 0, maximum: 40,
    mark: 'recalled', source: 'L25: two years', meaning: 'age from which on a firm is admitted',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof listingParameters>

/** A firm in need that the market would take. Money in yuan. */
export interface Issuer {
  readonly firm: number
  readonly need: number
  readonly proceeds: number
}

/** Yuan that the firm would raise for what it needs; 0 when it is not admitted. */
export function possibleIssue(world: World, firm: number, need: number, parameters: Parameters): number {
  const { large, born, meanProfit } = world.organisations.columns
  if (large[firm] === 1 || meanProfit[firm] <= 0 || world.step - born[firm] < parameters.trackRecord) return 0
  const limit = parameters.issueShare * parameters.priceEarnings * 4 * meanProfit[firm]
  const proceeds = Math.floor(Math.min(limit, need / (1 - parameters.issueCost)))
  return proceeds >= parameters.smallestIssue * 1e6 ? proceeds : 0
}

/**
 * The market takes as many issues as `places` (a fraction is drawn): first offerings before those of listed firms, and
 * the largest first. Returns who got nothing, or needs more.
 */
export function sellShares(
  world: World, issuers: Issuer[], places: number, parameters: Parameters, random: Randomness,
): { firm: number; need: number }[] {
  const { id, listed } = world.organisations.columns
  const admitted = Math.floor(places + random.site('lend.listing', world.step).uniform(0, 0))
  issuers.sort((a, b) => listed[a.firm] - listed[b.firm] || b.proceeds - a.proceeds || id[a.firm] - id[b.firm])
  return issuers.map(({ firm, need, proceeds }, rank) => {
    if (rank >= admitted) return { firm, need }
    const cost = Math.round(parameters.issueCost * proceeds)
    transfer(world.ledger, purposeIndex.equityIssues, 0, firm, proceeds)
    transfer(world.ledger, purposeIndex.issueCosts, firm, 0, cost)
    listed[firm] = 1
    return { firm, need: need - (proceeds - cost) }
  })
}
