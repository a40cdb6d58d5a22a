/** Stakes: the fund buys a part of technology SMEs that are short of own money, and owners buy it back years later. */
import { netWorth, workingCapital } from '../../world/firm.ts'
import { balancesOf, purposeIndex, SME_FUND, transfer } from '../../world/ledger.ts'
import { NEVER } from '../../world/organisations.ts'
import type { Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues, PolicyInForce } from '../mechanism.ts'
import { merit } from './applying.ts'

export const equityParameters = {
  stakeQuarters: {
    unit: 'quarters', default: 20, minimum: 4, maximum: 60, integer: true,
    mark: 'recalled', source: 'L04: exit after 5 years', meaning: 'time after which owners buy the stake back',
  },
  researchYear: {
    unit: 'years', default: 1, minimum: 0, maximum: 5,
    mark: 'assumed', source: 'a round of financing lasts about a year', meaning: 'planned R&D that own money should cover',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof equityParameters> & { readonly projectSpread: number }

/** What a firm is valued at, whole yuan: at cost, own capital and what R&D has left. */
export function valueAtCost(world: World, firm: number): number {
  return Math.round(Math.max(0, netWorth(world, firm)) + world.organisations.columns.rdStock[firm])
}

/** Money that buys the stake `share` of a firm worth `value` before it comes in: share = money / (value + money). */
export const priceOfStake = (value: number, share: number): number => Math.floor((value * share) / (1 - share))

/** Owners buy back stakes whose time has come, at what the firm is then worth. */
export function sellStakes(world: World): void {
  const { stake, stakeEnds } = world.organisations.columns
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (stakeEnds[firm] !== world.step) continue
    const price = Math.round(stake[firm] * valueAtCost(world, firm))
    transfer(world.ledger, purposeIndex.equitySales, 0, SME_FUND.equity, price)
    stake[firm] = 0
    stakeEnds[firm] = NEVER
  }
}

interface Offer {
  readonly firm: number
  readonly money: number
  readonly score: number
}

/** The fund buys into the firms that it takes for the best among those short of money, as far as its money goes. */
export function buyStakes(world: World, policy: PolicyInForce, parameters: Parameters, random: Randomness): void {
  const { id, stake, stakeEnds } = world.organisations.columns
  const offers = gatherOffers(world, policy, parameters, random)
  offers.sort((a, b) => b.score - a.score || id[a.firm] - id[b.firm])
  let left = balancesOf(world.ledger, 'government:sme-fund')[SME_FUND.equity]
  for (const { firm, money: asked } of offers) {
    if (left === 0) break
    // The last one gets what is left: a smaller region would otherwise leave a larger part unspent.
    const money = Math.min(asked, left)
    left -= money
    stake[firm] = money / (valueAtCost(world, firm) + money)
    stakeEnds[firm] = world.step + parameters.stakeQuarters
    transfer(world.ledger, purposeIndex.equityStakes, SME_FUND.equity, firm, money)
  }
}

function gatherOffers(world: World, policy: PolicyInForce, parameters: Parameters, random: Randomness): Offer[] {
  const c = world.organisations.columns
  const projects = random.site('fund.project', world.step)
  const reviews = random.site('fund.equityReview', world.step)
  const largest = policy.general['fund.equityTerms']
  const offers: Offer[] = []
  if (largest === 0) return offers
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (c.technology[firm] === 0 || c.large[firm] === 1 || c.rdPlan[firm] <= 0 || c.stake[firm] > 0) continue
    const lack = workingCapital(world, firm, c.meanRevenue[firm]) + 4 * parameters.researchYear * c.rdPlan[firm] - c.cash[firm]
    const money = Math.floor(Math.min(lack, priceOfStake(valueAtCost(world, firm), largest)))
    if (money <= 0) continue
    const worth = merit(c.opportunity[firm], world.region.population.opportunitySpread.value, projects.normal(c.id[firm], 0), parameters.projectSpread)
    offers.push({ firm, money, score: worth + policy.general['fund.reviewNoise'] * reviews.normal(c.id[firm], 0) })
  }
  return offers
}
