/** Innovative financing: trusts, collective bonds and notes, micro-credit and pledged rights, for firms that no bank serves. */
import { exp } from '../../world/arithmetic.ts'
import { purposeIndex, transfer } from '../../world/ledger.ts'
import type { Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import { type Loan, NO_PEERS, payOutInnovative } from './loans.ts'
import { defaultChance, type Prospect, requiredRate, seenLogRisk } from './risk.ts'

export const fundersParameters = {
  investorsReturn: {
    unit: 'rate per year', default: 0.08, minimum: 0.02, maximum: 0.2,
    mark: 'recalled', source: 'collective trusts of 2012 promised 8-9 %', meaning: 'return that investors of innovative financing ask, expected losses aside',
  },
  arrangement: {
    unit: 'rate per year', default: 0.02, minimum: 0, maximum: 0.1,
    mark: 'assumed', source: 'arranger, rating and pooled security of collective notes and trusts', meaning: 'work of arranging and assessing innovative financing',
  },
  innovativeCeiling: {
    unit: 'rate per year', default: 0.15, minimum: 0.05, maximum: 0.3,
    mark: 'read', source: 'R25: informal loans cost 13-15 %', meaning: 'highest rate of innovative financing',
  },
  innovativeScreening: {
    unit: 'effort', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'they bear the whole loss, but do not keep the accounts of the firm', meaning: 'screening effort of innovative financing',
  },
  innovativeAsking: {
    unit: 'yuan', default: 10_000, minimum: 0, maximum: 100_000,
    mark: 'assumed', source: 'R24: a little less waiting than for a bank', meaning: 'what asking for innovative financing costs a firm',
  },
  innovativeTicket: {
    unit: 'million yuan', default: 5.9, minimum: 0.1, maximum: 50,
    mark: 'derived', source: 'evidence 3: 5.9 million per guaranteed account', meaning: 'most that innovative financing lends to one firm',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof fundersParameters> & {
  readonly screeningNoise: number
  readonly lowestRate: number
  readonly benefit: number
  readonly leastPart: number
}

/** A firm in need that found no loan from a bank. */
export interface Unserved {
  readonly firm: number
  readonly need: number
  readonly prospect: Prospect
}

/**
 * Firms ask for it when it is worth its rate. Funders judge by themselves and take the least risky, as they see them,
 * until `volume` (yuan in this quarter) is used up.
 */
export function lendInnovative(world: World, unserved: readonly Unserved[], volume: number, parameters: Parameters, random: Randomness): void {
  if (volume <= 0) return
  const draws = random.site('lend.innovative', world.step)
  const { id, large, loan, loanInnovative } = world.organisations.columns
  const offers: Loan[] = []
  for (const { firm, need, prospect } of unserved) {
    // A firm whose bank does not renew its loan is left to the bank.
    if (large[firm] === 1 || (loan[firm] > 0 && loanInnovative[firm] === 0)) continue
    const amount = Math.min(need, Math.round(parameters.innovativeTicket * 1e6))
    if (amount < parameters.leastPart * need) continue
    const seen = seenLogRisk(prospect.logRisk, draws.normal(id[firm], 0), parameters.innovativeScreening, parameters.screeningNoise)
    const risk = defaultChance(prospect.buffer, prospect.spread * exp(seen))
    const rate = requiredRate(parameters.investorsReturn, parameters.arrangement, risk, prospect.loss, 0)
    if (rate > parameters.innovativeCeiling) continue
    // A loan at the lowest bank rate is worth `benefit`; what this one costs beyond comes off.
    if ((parameters.benefit + parameters.lowestRate - rate) * amount < parameters.innovativeAsking) continue
    offers.push({ firm, amount, rate, risk, agency: 0, pledge: 0, personal: 0, peers: NO_PEERS })
  }
  offers.sort((a, b) => a.risk - b.risk || id[a.firm] - id[b.firm])
  let left = volume
  for (const offer of offers) {
    if (offer.amount > left) continue
    left -= offer.amount
    transfer(world.ledger, purposeIndex.innovativeFunding, 0, 0, Math.round(parameters.arrangement * offer.amount))
    transfer(world.ledger, purposeIndex.innovativeCosts, 0, 0, Math.round(parameters.arrangement * offer.amount))
    payOutInnovative(world, offer)
  }
}
