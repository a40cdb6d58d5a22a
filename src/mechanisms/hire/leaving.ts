/** Who leaves: outside offers are weighed against what a person would give up. */
import { exp, pow } from '../../world/arithmetic.ts'
import { binomialFrom } from '../../world/distributions.ts'
import type { Draws } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import { policyOf, type ParameterDeclarations, type ParameterValues, type PolicyInForce } from '../mechanism.ts'

export const leavingParameters = {
  attrition: {
    unit: 'persons per person and year', default: 0.176, minimum: 0.05, maximum: 0.4,
    mark: 'derived', source: 'CF47 times the 93.2 % of leavers who go of their own will (R65)',
    meaning: 'skilled staff who take an outside offer when nothing but equal pay holds them',
  },
  offerSpread: {
    unit: 'share of the wage', default: 0.5, minimum: 0.2, maximum: 2,
    mark: 'recalled', source: 'elasticity of separations to pay about -2 (range -0.5 to -5), its reciprocal',
    meaning: 'mean of what outside offers are worth above equal pay; they are exponentially distributed',
  },
  largeAppeal: {
    unit: 'share of the wage', default: 0.1, minimum: 0, maximum: 0.4,
    mark: 'assumed', source: 'firm-size premium of pay and security, 5-20 %',
    meaning: 'what a post in a large firm is worth above the same pay in an SME',
  },
  stakeShare: {
    unit: 'share of profit', default: 0.075, minimum: 0.01, maximum: 0.3,
    mark: 'recalled', source: 'L16: 0.05-0.1',
    meaning: 'part of the yearly profit that goes with the stakes of skilled staff',
  },
  stakeLimit: {
    unit: 'share of the wage', default: 0.25, minimum: 0.05, maximum: 1,
    mark: 'derived', source: 'plans lower the exit of key staff by 20-40 % (evidence 2D): offerSpread times -log(0.6)',
    meaning: 'most that a stake is worth to its holder in a year',
  },
  seniorShare: {
    unit: 'share of skilled staff', default: 0.08, minimum: 0.02, maximum: 0.2,
    mark: 'assumed', source: 'L18: rebates are for senior personnel only',
    meaning: 'skilled staff of technology firms who are senior',
  },
  recognitionWorth: {
    unit: 'share of the wage', default: 0.2, minimum: 0, maximum: 0.5,
    mark: 'assumed', source: 'L15: a prize counts most where it was won',
    meaning: 'what a member of a recognised team would lose by leaving',
  },
  trainedLeaving: {
    unit: 'relative', default: 0.1, minimum: 0, maximum: 0.5,
    mark: 'recalled', source: 'L21 X13',
    meaning: 'how much likelier a person is to leave whose training still counts',
  },
} as const satisfies ParameterDeclarations

/** Yearly worth of a stake, as a share of the wage: profit per skilled person times the stakes' share, within a limit. */
export function stakeWorth(share: number, yearlyProfit: number, skilled: number, wage: number, limit: number): number {
  return yearlyProfit > 0 ? Math.min(limit, (share * yearlyProfit) / (skilled * wage)) : 0
}

/** Part of the offers that are still taken by a person who would give up `worth`: P(offer > worth), exponential offers. */
export function offersTaken(worth: number, offerSpread: number): number {
  return worth > 0 ? exp(-worth / offerSpread) : 1
}

/** Mean over a firm's staff when a share of it would give up `worth` more than the rest. */
export function mixedWith(share: number, worth: number, offerSpread: number): number {
  return 1 - share * (1 - offersTaken(worth, offerSpread))
}

/** Share of staff with at least one seat that still counts, when `seats` per person fall at random. */
export function trainedShare(seats: number): number {
  return seats > 0 ? 1 - exp(-seats) : 0
}

/** Chance within a quarter of what happens in a year with chance `yearly`. */
export function quarterlyChance(yearly: number): number {
  return 1 - pow(1 - Math.min(yearly, 0.95), 0.25)
}

/**
 * The skilled staff of each firm that leave of their own will: `leavers` are taken from `skilled`. Returns whole yuan of
 * tax rebates that those senior persons get who stay.
 */
export function leave(
  world: World,
  policy: PolicyInForce,
  parameters: ParameterValues<typeof leavingParameters>,
  leaving: Draws,
  stakes: Draws,
): number {
  const { columns } = world.organisations
  const { id, technology, large, skilled, leavers, meanProfit, recognised, training } = columns
  const { attrition, offerSpread, seniorShare } = parameters
  const ordinaryChance = quarterlyChance(attrition)
  const largeChance = quarterlyChance(attrition * offersTaken(parameters.largeAppeal, offerSpread))
  let rebates = 0
  let before = 0
  let left = 0
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    const staff = skilled[firm]
    leavers[firm] = 0
    if (staff === 0) continue
    let chance = large[firm] === 1 ? largeChance : ordinaryChance
    let rebate = 0
    if (technology[firm] === 1) {
      const levers = policyOf(policy, world, firm)
      rebate = levers['talent.seniorIncentives']
      let worth = large[firm] === 1 ? parameters.largeAppeal : 0
      if (stakes.uniform(id[firm], 0) < levers['talent.equityIncentives']) {
        worth += stakeWorth(parameters.stakeShare, meanProfit[firm] * 4, staff, world.skilledWage, parameters.stakeLimit)
      }
      const recognisedShare = Math.min(1, recognised[firm] / staff)
      chance = quarterlyChance(
        attrition *
          offersTaken(worth, offerSpread) *
          mixedWith(seniorShare, rebate, offerSpread) *
          mixedWith(recognisedShare, parameters.recognitionWorth, offerSpread) *
          (1 + parameters.trainedLeaving * trainedShare(training[firm])),
      )
    }
    const uniform = leaving.uniform(id[firm], 0)
    // Most firms lose nobody, and (1 - chance)^staff >= 1 - staff chance shows it without a power.
    const gone = uniform <= 1 - staff * chance ? 0 : binomialFrom(uniform, staff, chance)
    leavers[firm] = gone
    skilled[firm] = staff - gone
    rebates += Math.round(((staff - gone) * seniorShare * rebate * world.skilledWage) / 4)
    if (large[firm] === 0) {
      before += staff
      left += gone
    }
  }
  world.events.skilledBefore += before
  world.events.leavers += left
  return rebates
}
