/** What a searching firm makes of a candidate, and the candidate of the firm. */
import { inverseNormal } from '../../world/distributions.ts'
import { productLines } from '../../world/firm.ts'
import {
  commonGround, countShared, countSpecialisms, mainField, nearness, novelty, partnerValue, tieContribution,
} from '../../world/knowledge.ts'
import { FIELDS } from '../../world/organisations.ts'
import type { Draws } from '../../world/random.ts'
import { type Meeting, meetingNames } from '../../world/ties.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues, PolicyInForce } from '../mechanism.ts'
import type { endingParameters } from './ending.ts'
import type { Proposals } from './matching.ts'
import { expectedSupport, type supportParameters } from './support.ts'
import { commonCredit, ownCredit, startingTrust, type trustParameters } from './trust.ts'

export const weighingParameters = {
  blur: {
    unit: 'share of the worth', default: 0.6, minimum: 0, maximum: 2,
    mark: 'assumed', source: 'R56: search costs and uncertainty about partners',
    meaning: 'standard deviation of what a firm that is not informed misjudges in a stranger; half of it with a partner in common',
  },
  clarity: {
    unit: 'share of the blur', default: 0.4, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'R56; blur 0.5 at usual awareness', meaning: 'what a well-informed firm misjudges less',
  },
  aversion: {
    unit: 'share of the worth', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'R54 R55',
    meaning: 'what a firm takes off the worth of a rival as a partner',
  },
  contributionWorth: {
    unit: "shares of a line's R&D", default: 20, minimum: 1, maximum: 100,
    mark: 'derived', source: 'recombination over elasticity of innovate',
    meaning: 'additional R&D that would raise innovation as much as a tie of contribution 1',
  },
  threshold: {
    unit: "share of a line's R&D", default: 0, minimum: -1, maximum: 1,
    mark: 'assumed', source: 'a tie that gains anything is wanted',
    meaning: 'least net worth of a tie that firms enter',
  },
  expectedDuration: {
    unit: 'quarters', default: 18, minimum: 2, maximum: 60,
    mark: 'derived', source: 'VT18: dissolution of 0.15-0.30 a year',
    meaning: 'time over which firms spread the cost of setting up a tie',
  },
  setUpCost: {
    unit: 'yuan', default: 150_000, minimum: 0, maximum: 2_000_000,
    mark: 'assumed', source: 'L19: half a year of a full-time person (CF22)',
    meaning: 'what each firm pays when a tie starts',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof weighingParameters & typeof trustParameters & typeof endingParameters & typeof supportParameters>

/**
 * Net worth of a tie to a firm, in shares of the R&D of one product line: the R&D that would raise innovation as much,
 * less the quarterly cost of the tie over the quarterly R&D of a line. A tie serves one line; a firm without R&D has no
 * use for it.
 */
export function netWorthOfTie(contribution: number, worth: number, quarterlyCost: number, lineResearch: number): number {
  return lineResearch > 0 ? worth * contribution - quarterlyCost / lineResearch : -Infinity
}

/** What all searchers share in a quarter. */
export interface Search {
  readonly world: World
  readonly parameters: Parameters
  readonly policy: PolicyInForce
  /** Trust of the firm that is looking in its partners, by row; zeros between two searchers. */
  readonly trustIn: Float64Array
  readonly looks: Draws
  readonly views: Draws
  readonly priorities: Draws
}

/** True when the two sell in one market: same sector, same main field. */
export function areRivals(world: World, row: number, other: number): boolean {
  const { sector, knowledge } = world.organisations.columns
  if (row < world.institutions || other < world.institutions) return false
  return sector[row] === sector[other] && mainField(knowledge, row) === mainField(knowledge, other)
}

/**
 * Weighs one candidate and, if it is worth asking, puts it at its place among the firm's wishes. `blurred` is what part of
 * a stranger's blur is left: less than 1 where somebody vouches for the two.
 */
export function consider(
  search: Search, proposals: Proposals, start: number, firm: number, candidate: number, blurred: number, met: Meeting,
): void {
  const { world, parameters } = search
  const { id, specialisms, awareness } = world.organisations.columns
  const { proposer, target, worth, targetWorth, priority, trust, meeting } = proposals
  for (let earlier = start; earlier < proposals.count; earlier++) if (target[earlier] === candidate) return

  const shared = countShared(specialisms, firm, candidate)
  const ownCount = countSpecialisms(specialisms, firm)
  const otherCount = countSpecialisms(specialisms, candidate)
  const ground = commonGround(shared, ownCount, otherCount)
  if (ground === 0) return
  const own = ownCredit(world, firm, candidate, parameters.memoryDecay)
  const common = commonCredit(world.ties, candidate, search.trustIn)
  const trusted = startingTrust(parameters.firstTrust, own + parameters.thirdParty * common)
  const contract = candidate < world.institutions
  const rival = areRivals(world, firm, candidate)
  const accepted = rival ? trusted * (1 - parameters.aversion) : trusted
  // The better two know each other, the less they misjudge each other.
  const known = own !== 0 ? 0 : common > 0 ? 0.5 : 1
  const blurOf = (row: number): number => known * blurred * parameters.blur * (1 - parameters.clarity * awareness[row])
  const cost =
    parameters.setUpCost / parameters.expectedDuration + (contract ? parameters.contractFee : parameters.tieFee)

  const mine = worthTo(search, firm, candidate, novelty(shared, otherCount), ground, accepted, blurOf(firm), cost)
  if (mine < 0) return
  const theirs = contract
    ? accepted * ground * expertiseOf(world, firm) * misjudgement(search, candidate, firm, blurOf(candidate))
    : worthTo(search, candidate, firm, novelty(shared, ownCount), ground, accepted, blurOf(candidate), cost)
  const drawn = search.priorities.pairUniform(id[firm], id[candidate])

  let place = proposals.count++
  while (place > start && comesBefore(mine, drawn, id[candidate], place - 1)) {
    for (const column of [target, worth, targetWorth, priority, trust, meeting]) column[place] = column[place - 1]
    place--
  }
  proposer[proposals.count - 1] = firm
  target[place] = candidate
  worth[place] = mine
  targetWorth[place] = theirs
  priority[place] = drawn
  trust[place] = trusted
  meeting[place] = meetingNames.indexOf(met)

  function comesBefore(value: number, draw: number, candidateId: number, other: number): boolean {
    if (value !== worth[other]) return value > worth[other]
    if (draw !== priority[other]) return draw < priority[other]
    return candidateId < id[target[other]]
  }
}

/** Perceived net worth of a tie with `other` to a firm, above its threshold. */
function worthTo(
  search: Search, firm: number, other: number, newShare: number, ground: number, trust: number, blur: number, cost: number,
): number {
  const { world, parameters } = search
  const { absorptive, knowledge, degree, rdPlan, meanRevenue, partnerPrize, voucher } = world.organisations.columns
  const value = partnerValue(newShare, ground, nearness(knowledge, firm, other), absorptive[firm])
  const contribution = tieContribution(value, trust, expertiseOf(world, other)) * misjudgement(search, firm, other, blur)
  const lineResearch = rdPlan[firm] / productLines(meanRevenue[firm])
  const worth = parameters.contributionWorth + expectedSupport(world, firm, other, search.policy, parameters)
  // Government may take part of the cost: a voucher for the start, and for the first partner better chances in yearly calls.
  const help = Math.min(voucher[firm], parameters.setUpCost) / parameters.expectedDuration + (degree[firm] === 0 ? partnerPrize[firm] / 4 : 0)
  return netWorthOfTie(contribution, worth, cost - help, lineResearch) - parameters.threshold
}

function expertiseOf(world: World, row: number): number {
  const { knowledge } = world.organisations.columns
  return knowledge[row * FIELDS + mainField(knowledge, row)]
}

/** Factor by which one organisation misjudges another, never negative; the two of a pair err independently. */
function misjudgement(search: Search, row: number, other: number, blur: number): number {
  if (blur === 0) return 1
  const { id } = search.world.organisations.columns
  const draw = search.views.pairUniform(id[row], id[other], id[row] < id[other] ? 0 : 1)
  return Math.max(0, 1 + blur * inverseNormal(draw))
}
