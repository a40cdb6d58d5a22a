/**
 * Firms look for partners and ties start and end. A tie starts when both sides expect to gain more than it costs them;
 * all proposals are gathered before any is settled.
 */
import { exponentialFrom } from '../world/distributions.ts'
import { noteTie } from '../world/journal.ts'
import { countSpecialisms } from '../world/knowledge.ts'
import { UNIVERSITY } from '../world/organisations.ts'
import type { Draws, Randomness } from '../world/random.ts'
import { addTie, indexTies, INSTITUTE_TIE, LARGE_TIE, type Meeting, meetingNames, SME_TIE, UNIVERSITY_TIE } from '../world/ties.ts'
import type { World } from '../world/world.ts'
import { mechanism, policyOf, type ParameterValues, type PolicyInForce } from './mechanism.ts'
import { chainParameters, findCustomers } from './partner/chain.ts'
import {
  ageTies, dropForgottenTies, endingParameters, canPay, isContract, lookAgain, payForTie, spareCash, useVoucher,
} from './partner/ending.ts'
import { createProposals, settleProposals, type Proposals } from './partner/matching.ts'
import { candidateFor, chooseClients, platformParameters } from './partner/platforms.ts'
import { gatherMeetingPlaces, lookAt, looksOf, meetingAt, type MeetingPlaces, searchParameters } from './partner/search.ts'
import { expectedSupport, supportParameters } from './partner/support.ts'
import { forgetTrust, recallTrust, trustParameters } from './partner/trust.ts'
import { areRivals, consider, weighingParameters, type Search } from './partner/weighing.ts'

const parameters = {
  ...searchParameters,
  ...chainParameters,
  ...platformParameters,
  ...trustParameters,
  ...endingParameters,
  ...weighingParameters,
  ...supportParameters,
  breadth: {
    unit: 'ties per root of skilled staff', default: 1, minimum: 0.1, maximum: 5,
    mark: 'assumed', source: 'a firm of ten skilled staff runs three ties, one of a hundred ten',
    meaning: 'ties that a firm has staff for, as a multiple of the square root of its skilled staff',
  },
  partnersPerSpecialism: {
    unit: 'partners', default: 0.12, minimum: 0, maximum: 2,
    mark: 'assumed', source: 'VT12: 8-20 % of innovating SMEs work with universities',
    meaning: 'partners for whom an institution with 60 specialisms has an academic to each of them, at openness 1',
  },
  academicTime: {
    unit: 'yuan per quarter', default: 9600, minimum: 500, maximum: 100_000,
    mark: 'derived', source: '25 days a year (tieTime of innovate) at about 1,500 yuan (dayRate of hire)',
    meaning: 'income from a contract at which half of the academics concerned are willing to work on it',
  },
  partnersPerExpert: {
    unit: 'partners', default: 0.0072, minimum: 0, maximum: 1,
    mark: 'derived', source: '15 of 250 days a year (L20), of the fifth of its time that an academic may work for others; 100 academics for 2.4 partners',
    meaning: 'partners that an institution gives up for each expert it has lent',
  },
  urgedRate: {
    unit: 'share per quarter', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'the next call is at most a year away',
    meaning: 'firms that look for their first partner in a quarter when one would raise their chance of a grant',
  },
  rounds: {
    unit: 'proposals', default: 3, minimum: 1, maximum: 20, integer: true,
    mark: 'assumed', source: 'domain-models 10.5: searchers stop after some refusals',
    meaning: 'candidates that a searching firm asks at most',
  },
} as const
type Parameters = ParameterValues<typeof parameters>

/** Specialisms of a usual university or institute. */
const USUAL_SPECIALISMS = 60

/** Ties that a firm has staff for. */
export function tieCapacity(skilled: number, breadth: number): number {
  return Math.floor(breadth * Math.sqrt(skilled))
}

/**
 * Share of academics who are willing to work on contracts that bring them `income` a quarter: what their time is worth
 * to them differs from one to the other by a log-logistic law with median `time` and shape 1.
 */
export function willingAcademics(income: number, time: number): number {
  return income / (income + time)
}

/**
 * Partners that an institution takes on. They grow with the square of what it knows, because a project joins two
 * specialisms; `lent` are those for whom its experts, lent to firms, have no time. `rounding` is the institution's own
 * fixed draw, so that they are right in the mean.
 */
export function institutionCapacity(
  specialisms: number, partnersPerSpecialism: number, openness: number, lent: number, rounding: number,
): number {
  const pairs = (specialisms * specialisms) / USUAL_SPECIALISMS
  return Math.floor(partnersPerSpecialism * pairs * openness - lent + rounding)
}

export const partner = mechanism({
  name: 'partner',
  purpose: 'firms look for partners; ties start when both sides gain, grow old and end',
  parameters,
  switchable: true,
  ofTheQuarter: ['searching'],
  existsFor: { metric: 'collaborationRate', without: 'lower' },
  run(world, policy, parameters, random) {
    ageTies(world, policy, parameters, random)
    dropForgottenTies(world, parameters.memory)
    const places = gatherMeetingPlaces(world, policy.general)
    findCustomers(world, places.large, parameters, random)
    const searchers = chooseSearchers(world, parameters, random)
    if (searchers > 0) {
      const proposals = gatherProposals(world, policy, parameters, random, searchers, places)
      startTies(world, policy, parameters, random, proposals)
    }
  },
})

/** Room for further ties of a firm: staff, and money to set them up. */
function roomOfFirm(world: World, firm: number, parameters: Parameters): number {
  const { skilled, degree, rdPlan, voucher } = world.organisations.columns
  if (rdPlan[firm] <= 0) return 0
  const room = tieCapacity(skilled[firm], parameters.breadth) - degree[firm]
  if (room <= 0) return 0
  const affordable = Math.floor((spareCash(world, firm) + voucher[firm]) / Math.max(1, Math.round(parameters.setUpCost)))
  return Math.max(0, Math.min(room, affordable))
}

/** Marks the firms that search in this quarter and counts them. */
function chooseSearchers(world: World, parameters: Parameters, random: Randomness): number {
  const { id, technology, searching, degree, partnerPrize } = world.organisations.columns
  const search = random.site('partner.search', world.step)
  let searchers = 0
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    searching[firm] = 0
    if (technology[firm] === 0 || roomOfFirm(world, firm, parameters) === 0) continue
    const urged = degree[firm] === 0 && partnerPrize[firm] > 0
    if (search.uniform(id[firm], 0) >= (urged ? Math.max(parameters.searchRate, parameters.urgedRate) : parameters.searchRate)) continue
    searching[firm] = 1
    searchers++
  }
  world.events.searchers += searchers
  return searchers
}

function gatherProposals(
  world: World, policy: PolicyInForce, parameters: Parameters, random: Randomness, searchers: number, places: MeetingPlaces,
): Proposals {
  const { id, searching, awareness } = world.organisations.columns
  const sights = random.site('partner.sight', world.step)
  const served = chooseClients(world, parameters, random)
  const offers = random.site('partner.platform', world.step)
  const search: Search = {
    world,
    parameters,
    policy,
    trustIn: new Float64Array(world.organisations.capacity),
    looks: random.site('partner.look', world.step),
    views: random.site('partner.view', world.step),
    priorities: random.site('partner.priority', world.step),
  }
  const proposals = createProposals(searchers * (Math.ceil(parameters.sight + parameters.informedSight) + parameters.platformOffers))
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (searching[firm] === 0) continue
    recallTrust(world.ties, firm, search.trustIn)
    const start = proposals.count
    // Firms look where partners are worth more to them.
    const pull = 1 + expectedSupport(world, firm, 0, policy, parameters) / parameters.contributionWorth
    const looks = looksOf(awareness[firm], parameters, sights.uniform(id[firm], 0))
    for (let look = 0; look < looks; look++) {
      const meeting = meetingAt(world, places, firm, look, parameters, search.looks, pull)
      see(firm, start, lookAt(world, places, firm, look, meeting, parameters, search.looks), 1, meeting)
    }
    for (let offer = 0; offer < served[firm] * parameters.platformOffers; offer++) {
      see(firm, start, candidateFor(world, firm, offer, parameters, offers), 1 - parameters.platformClarity, 'platform')
    }
    forgetTrust(world.ties, firm, search.trustIn)
  }
  return proposals

  function see(firm: number, start: number, candidate: number, blurred: number, meeting: Meeting): void {
    // Nobody, oneself, or one who is a partner already.
    if (candidate < 0 || candidate === firm || search.trustIn[candidate] > 0) return
    consider(search, proposals, start, firm, candidate, blurred, meeting)
  }
}

/** Settles the proposals and starts the ties, in order of identity. */
function startTies(
  world: World, policy: PolicyInForce, parameters: Parameters, random: Randomness, proposals: Proposals,
): void {
  const { id, searching, degree, experts, specialisms } = world.organisations.columns
  const roundings = random.site('partner.rounding', 0)
  const openness = policy.general['university.openness']
  const contractIncome = parameters.contractFee + parameters.setUpCost / parameters.expectedDuration
  const willing = willingAcademics(policy.general['talent.inventorShare'] * contractIncome, parameters.academicTime)
  const roomOf = (row: number): number => {
    // A searcher keeps a place for the one that it asks.
    if (row >= world.institutions) return roomOfFirm(world, row, parameters) - searching[row]
    const capacity = institutionCapacity(
      countSpecialisms(specialisms, row), willing * parameters.partnersPerSpecialism, openness,
      parameters.partnersPerExpert * experts[row], roundings.uniform(id[row], 0),
    )
    return capacity - degree[row]
  }
  const settled = settleProposals(proposals, id, roomOf, parameters.rounds)
  const { proposer, target, trust, meeting } = proposals
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
    if (!canPay(world, first, parameters.setUpCost) || !canPay(world, second, parameters.setUpCost)) continue
    startTie(world, policy, parameters, starts, first, second, trust[proposal], meetingNames[meeting[proposal]])
  }
  indexTies(world.ties, world.organisations.capacity)
}

function startTie(
  world: World, policy: PolicyInForce, parameters: Parameters, starts: Draws, first: number, second: number, trust: number, meeting: Meeting,
): void {
  const { id, kind, large, degree } = world.organisations.columns
  const institution = first < world.institutions ? first : second < world.institutions ? second : -1
  const tieKind =
    institution >= 0
      ? kind[institution] === UNIVERSITY ? UNIVERSITY_TIE : INSTITUTE_TIE
      : large[first] === 1 || large[second] === 1 ? LARGE_TIE : SME_TIE
  const tie = addTie(world.ties, first, second, tieKind, world.step)
  const { columns } = world.ties.table
  columns.trust[tie] = trust
  columns.endWait[tie] = exponentialFrom(starts.pairUniform(id[first], id[second], 0))
  columns.rivals[tie] = areRivals(world, first, second) ? 1 : 0
  const firm = institution === first ? second : first
  columns.clearRights[tie] =
    isContract(tieKind) &&
    starts.pairUniform(id[first], id[second], 1) < policyOf(policy, world, firm)['university.clearRights'] ? 1 : 0
  lookAgain(world, tie)
  const cost = Math.round(parameters.setUpCost)
  useVoucher(world, first, cost)
  useVoucher(world, second, cost)
  payForTie(world, first, second, cost, policy.general['talent.inventorShare'])
  degree[first]++
  degree[second]++
  world.events.newTies++
  noteTie(world, tie, 'started', meeting)
}
