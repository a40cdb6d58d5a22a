/**
 * Firms look for partners and ties start and end. A tie starts when both sides expect to gain more than it costs them;
 * all proposals are gathered before any is settled.
 */
import { exponentialFrom, inverseNormal } from '../world/distributions.ts'
import { productLines } from '../world/firm.ts'
import {
  commonGround, countShared, countSpecialisms, mainField, nearness, novelty, partnerValue, tieContribution,
} from '../world/knowledge.ts'
import { FIELDS, UNIVERSITY } from '../world/organisations.ts'
import type { Draws, Randomness } from '../world/random.ts'
import { addTie, indexTies, INSTITUTE_TIE, LARGE_TIE, SME_TIE, UNIVERSITY_TIE } from '../world/ties.ts'
import type { World } from '../world/world.ts'
import { mechanism, policyOf, type ParameterValues, type PolicyInForce } from './mechanism.ts'
import { ageTies, dropForgottenTies, endingParameters, isContract, lookAgain, payForTie, spareCash } from './partner/ending.ts'
import { createProposals, settleProposals, type Proposals } from './partner/matching.ts'
import { gatherMeetingPlaces, lookAt, searchParameters, type MeetingPlaces } from './partner/search.ts'
import { commonCredit, forgetTrust, ownCredit, recallTrust, startingTrust, trustParameters } from './partner/trust.ts'

const parameters = {
  ...searchParameters,
  ...trustParameters,
  ...endingParameters,
  blur: {
    unit: 'share of the worth', default: 0.5, minimum: 0, maximum: 2,
    mark: 'assumed', source: 'R56: search costs and uncertainty about partners',
    meaning: 'standard deviation of what a firm misjudges in a stranger; half of it with a partner in common',
  },
  aversion: {
    unit: 'share of the worth', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'R54 R55',
    meaning: 'what a firm takes off the worth of a rival as a partner',
  },
  contributionWorth: {
    unit: "shares of a line's R&D", default: 23, minimum: 0, maximum: 100,
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
  breadth: {
    unit: 'ties per root of skilled staff', default: 1, minimum: 0.1, maximum: 5,
    mark: 'assumed', source: 'a firm of ten skilled staff runs three ties, one of a hundred ten',
    meaning: 'ties that a firm has staff for, as a multiple of the square root of its skilled staff',
  },
  partnersPerSpecialism: {
    unit: 'partners', default: 0.08, minimum: 0, maximum: 2,
    mark: 'assumed', source: 'VT12: 8-20 % of innovating SMEs work with universities',
    meaning: 'partners that a university or institute takes on for each of its specialisms, at openness 1',
  },
  rounds: {
    unit: 'proposals', default: 3, minimum: 1, maximum: 20, integer: true,
    mark: 'assumed', source: 'domain-models 10.5: searchers stop after some refusals',
    meaning: 'candidates that a searching firm asks at most',
  },
} as const
type Parameters = ParameterValues<typeof parameters>

/** Ties that a firm has staff for. */
export function tieCapacity(skilled: number, breadth: number): number {
  return Math.floor(breadth * Math.sqrt(skilled))
}

/** Partners that an institution takes on; `rounding` is its own fixed draw, so that small worlds are right in the mean. */
export function institutionCapacity(
  specialisms: number, partnersPerSpecialism: number, openness: number, scale: number, rounding: number,
): number {
  return Math.floor(specialisms * partnersPerSpecialism * openness * scale + rounding)
}

/**
 * Net worth of a tie to a firm, in shares of the R&D of one product line: the R&D that would raise innovation as much,
 * less the quarterly cost of the tie over the quarterly R&D of a line. A tie serves one line; a firm without R&D has no
 * use for it.
 */
export function netWorthOfTie(contribution: number, worth: number, quarterlyCost: number, lineResearch: number): number {
  return lineResearch > 0 ? worth * contribution - quarterlyCost / lineResearch : -Infinity
}

/** What all searchers share in a quarter. */
interface Search {
  readonly world: World
  readonly parameters: Parameters
  readonly places: MeetingPlaces
  /** Trust of the firm that is looking in its partners, by row; zeros between two searchers. */
  readonly trustIn: Float64Array
  readonly looks: Draws
  readonly views: Draws
  readonly priorities: Draws
}

export const partner = mechanism({
  name: 'partner',
  purpose: 'firms look for partners; ties start when both sides gain, grow old and end',
  parameters,
  switchable: true,
  run(world, policy, parameters, random) {
    ageTies(world, parameters, random)
    dropForgottenTies(world, parameters.memory)
    const searchers = chooseSearchers(world, parameters, random)
    if (searchers > 0) {
      const proposals = gatherProposals(world, parameters, random, searchers)
      startTies(world, policy, parameters, random, proposals)
    }
  },
})

/** Room for further ties of a firm: staff, and money to set them up. */
function roomOfFirm(world: World, firm: number, parameters: Parameters): number {
  const { skilled, degree, rdPlan } = world.organisations.columns
  if (rdPlan[firm] <= 0) return 0
  const room = tieCapacity(skilled[firm], parameters.breadth) - degree[firm]
  if (room <= 0) return 0
  const affordable = Math.floor(spareCash(world, firm) / Math.max(1, Math.round(parameters.setUpCost)))
  return Math.max(0, Math.min(room, affordable))
}

/** Marks the firms that search in this quarter and counts them. */
function chooseSearchers(world: World, parameters: Parameters, random: Randomness): number {
  const { id, technology, searching } = world.organisations.columns
  const search = random.site('partner.search', world.step)
  let searchers = 0
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    searching[firm] = 0
    if (technology[firm] === 0 || roomOfFirm(world, firm, parameters) === 0) continue
    if (search.uniform(id[firm], 0) >= parameters.searchRate) continue
    searching[firm] = 1
    searchers++
  }
  world.events.searchers += searchers
  return searchers
}

function gatherProposals(world: World, parameters: Parameters, random: Randomness, searchers: number): Proposals {
  const { searching } = world.organisations.columns
  const search: Search = {
    world,
    parameters,
    places: gatherMeetingPlaces(world),
    trustIn: new Float64Array(world.organisations.capacity),
    looks: random.site('partner.look', world.step),
    views: random.site('partner.view', world.step),
    priorities: random.site('partner.priority', world.step),
  }
  const proposals = createProposals(searchers * parameters.sight)
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (searching[firm] === 0) continue
    recallTrust(world.ties, firm, search.trustIn)
    const start = proposals.count
    for (let look = 0; look < parameters.sight; look++) {
      const candidate = lookAt(world, search.places, firm, look, parameters, search.looks)
      // Nobody, oneself, or one who is a partner already.
      if (candidate < 0 || candidate === firm || search.trustIn[candidate] > 0) continue
      consider(search, proposals, start, firm, candidate)
    }
    forgetTrust(world.ties, firm, search.trustIn)
  }
  return proposals
}

/** Weighs one candidate and, if it is worth asking, puts it at its place among the firm's wishes. */
function consider(search: Search, proposals: Proposals, start: number, firm: number, candidate: number): void {
  const { world, parameters } = search
  const { id, sector, knowledge, specialisms } = world.organisations.columns
  const { proposer, target, worth, targetWorth, priority, trust } = proposals
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
  const rival =
    !contract && sector[firm] === sector[candidate] && mainField(knowledge, firm) === mainField(knowledge, candidate)
  const accepted = rival ? trusted * (1 - parameters.aversion) : trusted
  // The better two know each other, the less they misjudge each other.
  const blur = own !== 0 ? 0 : common > 0 ? parameters.blur / 2 : parameters.blur
  const cost =
    parameters.setUpCost / parameters.expectedDuration + (contract ? parameters.contractFee : parameters.tieFee)

  const mine = worthTo(search, firm, candidate, novelty(shared, otherCount), ground, accepted, blur, cost)
  if (mine < 0) return
  const theirs = contract
    ? accepted * ground * expertiseOf(world, firm) * misjudgement(search, candidate, firm, blur)
    : worthTo(search, candidate, firm, novelty(shared, ownCount), ground, accepted, blur, cost)
  const drawn = search.priorities.pairUniform(id[firm], id[candidate])

  let place = proposals.count++
  while (place > start && comesBefore(mine, drawn, id[candidate], place - 1)) {
    for (const column of [target, worth, targetWorth, priority, trust]) column[place] = column[place - 1]
    place--
  }
  proposer[proposals.count - 1] = firm
  target[place] = candidate
  worth[place] = mine
  targetWorth[place] = theirs
  priority[place] = drawn
  trust[place] = trusted

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
  const { absorptive, knowledge, rdPlan, meanRevenue } = world.organisations.columns
  const value = partnerValue(newShare, ground, nearness(knowledge, firm, other), absorptive[firm])
  const contribution = tieContribution(value, trust, expertiseOf(world, other)) * misjudgement(search, firm, other, blur)
  const lineResearch = rdPlan[firm] / productLines(meanRevenue[firm])
  return netWorthOfTie(contribution, parameters.contributionWorth, cost, lineResearch) - parameters.threshold
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

/** Settles the proposals and starts the ties, in order of identity. */
function startTies(
  world: World, policy: PolicyInForce, parameters: Parameters, random: Randomness, proposals: Proposals,
): void {
  const { id, searching, degree, specialisms } = world.organisations.columns
  const roundings = random.site('partner.rounding', 0)
  const openness = policy.general['university.openness']
  const roomOf = (row: number): number => {
    // A searcher keeps a place for the one that it asks.
    if (row >= world.institutions) return roomOfFirm(world, row, parameters) - searching[row]
    const capacity = institutionCapacity(
      countSpecialisms(specialisms, row), parameters.partnersPerSpecialism, openness, world.scale, roundings.uniform(id[row], 0),
    )
    return capacity - degree[row]
  }
  const settled = settleProposals(proposals, id, roomOf, parameters.rounds)
  const { proposer, target, trust } = proposals
  const lower = (proposal: number): number =>
    id[proposer[proposal]] < id[target[proposal]] ? proposer[proposal] : target[proposal]
  const higher = (proposal: number): number =>
    id[proposer[proposal]] < id[target[proposal]] ? target[proposal] : proposer[proposal]
  settled.sort((a, b) => id[lower(a)] - id[lower(b)] || id[higher(a)] - id[higher(b)])

  const starts = random.site('partner.start', world.step)
  let previous = -1
  for (const proposal of settled) {
    const first = lower(proposal)
    const second = higher(proposal)
    // Two that asked each other get one tie.
    if (previous >= 0 && lower(previous) === first && higher(previous) === second) continue
    previous = proposal
    startTie(world, policy, parameters, starts, first, second, trust[proposal])
  }
  indexTies(world.ties, world.organisations.capacity)
}

function startTie(
  world: World, policy: PolicyInForce, parameters: Parameters, starts: Draws, first: number, second: number, trust: number,
): void {
  const { id, kind, large, sector, knowledge, degree } = world.organisations.columns
  const institution = first < world.institutions ? first : second < world.institutions ? second : -1
  const tieKind =
    institution >= 0
      ? kind[institution] === UNIVERSITY ? UNIVERSITY_TIE : INSTITUTE_TIE
      : large[first] === 1 || large[second] === 1 ? LARGE_TIE : SME_TIE
  const tie = addTie(world.ties, first, second, tieKind, world.step)
  const { columns } = world.ties.table
  columns.trust[tie] = trust
  columns.endWait[tie] = exponentialFrom(starts.pairUniform(id[first], id[second], 0))
  columns.rivals[tie] =
    institution < 0 && sector[first] === sector[second] && mainField(knowledge, first) === mainField(knowledge, second) ? 1 : 0
  const firm = institution === first ? second : first
  columns.clearRights[tie] =
    isContract(tieKind) &&
    starts.pairUniform(id[first], id[second], 1) < policyOf(policy, world, firm)['university.clearRights'] ? 1 : 0
  lookAgain(world, tie)
  payForTie(world, first, second, Math.round(parameters.setUpCost))
  degree[first]++
  degree[second]++
  world.events.newTies++
}
