/**
 * The yearly call of the SME fund: technology SMEs apply if it pays, reviewers rank with noise and an ear for
 * connections, the budget limits. A grant is an R&D project for which the firm must put up its own share.
 */
import { normalCdf } from '../world/arithmetic.ts'
import { noteGrant } from '../world/journal.ts'
import { purposeIndex, transfer } from '../world/ledger.ts'
import type { Randomness } from '../world/random.ts'
import type { World } from '../world/world.ts'
import { mechanism, type ParameterValues, type Policy, type PolicyInForce, policyOf } from './mechanism.ts'

/** Quarter of the year in which the call is decided: the second. */
const CALL_QUARTER = 1

/** Score below which nobody is turned away when there is money for all: merit is in standard deviations. */
const NO_CUTOFF = -100

const parameters = {
  projectQuarters: {
    unit: 'quarters', default: 8, minimum: 2, maximum: 16,
    mark: 'recalled', source: 'evidence 2C: Innofund projects last about two years', meaning: 'length of a project',
  },
  upfront: {
    unit: 'share', default: 0.7, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'evidence 2C: 70 % ahead, 30 % on acceptance', meaning: 'part of a grant paid at once',
  },
  paperwork: {
    unit: 'person-years', default: 0.12, minimum: 0, maximum: 1,
    mark: 'read', source: 'R44: 1-2 person-months', meaning: 'skilled staff time that an application costs',
  },
  reviewCost: {
    unit: 'yuan per application', default: 5000, minimum: 0, maximum: 50_000,
    mark: 'assumed', source: 'two to three reviewers for a day', meaning: 'what a review costs the fund',
  },
  ownFunds: {
    unit: 'share of the own share', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'applicants prove own funds at the start; the rest may come from later revenue',
    meaning: 'part of the matching money that must be in cash when a firm applies',
  },
  awarenessNeeded: {
    unit: 'awareness', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'calls are published, but few read them', meaning: 'awareness from which on no call escapes a firm; below, its chance to hear of one is in proportion',
  },
  projectSpread: {
    unit: 'standard deviations', default: 0.7, minimum: 0, maximum: 2,
    mark: 'assumed', source: 'merit is the project as much as the firm', meaning: 'spread of projects within a firm',
  },
  dutyDiscount: {
    unit: 'share', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'R&D beyond what pays returns less and less',
    meaning: 'what a yuan of R&D beyond the own plan is worth to a firm',
  },
} as const
type Parameters = ParameterValues<typeof parameters>

interface Application {
  readonly firm: number
  readonly merit: number
  readonly score: number
}

/** Merit in standard deviations: half the firm's opportunity, and its project. */
export function merit(opportunity: number, opportunitySpread: number, project: number, projectSpread: number): number {
  return (opportunity / opportunitySpread) * 0.7 + project * projectSpread
}

/** What reviewers write down. */
export function reviewScore(merit: number, noise: number, connection: number, connectionWeight: number): number {
  return (1 - connectionWeight) * (merit + noise) + connectionWeight * connection
}

export const fund = mechanism({
  name: 'fund',
  purpose: 'the yearly call for R&D grants: applications, noisy review, ranking within the budget, payments',
  parameters,
  switchable: true,
  ofTheQuarter: ['paperwork'],
  run(world, policy, parameters, random) {
    acceptProjects(world)
    const { paperwork } = world.organisations.columns
    for (let i = 0; i < world.firmCount; i++) paperwork[world.visits[i]] = 0
    if (world.quarter % 4 !== CALL_QUARTER) return
    const budget = Math.round(policy.general['fund.budget'] * 1e6)
    if (budget > 0) holdCall(world, policy, parameters, random, budget)
  },
})

/** Projects that have run their time are accepted and get the rest of their money. */
function acceptProjects(world: World): void {
  const { grantEnds, grantRest, grantDuty } = world.organisations.columns
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.visits[i]
    if (grantEnds[firm] !== world.step) continue
    transfer(world.ledger, purposeIndex.grants, 0, firm, grantRest[firm])
    if (grantRest[firm] > 0) noteGrant(world, firm, 'accepted', NaN, grantRest[firm])
    grantRest[firm] = 0
    grantDuty[firm] = 0
  }
}

function holdCall(world: World, policy: PolicyInForce, parameters: Parameters, random: Randomness, budget: number): void {
  const applications = gatherApplications(world, policy, parameters, random)
  transfer(world.ledger, purposeIndex.fundAppropriation, 0, 0, budget)
  const reviews = Math.min(budget, Math.round(parameters.reviewCost) * applications.length)
  transfer(world.ledger, purposeIndex.reviews, 0, 0, reviews)

  const { id } = world.organisations.columns
  applications.sort((a, b) => b.score - a.score || id[a.firm] - id[b.firm])
  let left = budget - reviews
  let awarded = 0
  for (const { firm } of applications) {
    const grant = grantFor(policyOf(policy, world, firm))
    if (grant > left) break
    left -= grant
    award(world, firm, grant, policyOf(policy, world, firm), parameters)
    awarded++
  }
  world.events.grantApplications = applications.length
  world.events.grantsAwarded = awarded
  if (applications.length > 0) world.grantSuccess = awarded / applications.length
  // Where nobody was turned away there is nothing to fear next year; a bar that stayed would keep firms off for ever.
  world.grantCutoff = awarded < applications.length ? applications[awarded].score : NO_CUTOFF
}

const grantFor = (policy: Policy): number => Math.round(policy['fund.grantSize'] * 1e6)

function gatherApplications(world: World, policy: PolicyInForce, parameters: Parameters, random: Randomness): Application[] {
  const c = world.organisations.columns
  const projects = random.site('fund.project', world.step)
  const reviews = random.site('fund.review', world.step)
  const notices = random.site('fund.notice', world.step)
  const applications: Application[] = []
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    // One grant at a time, and only where somebody could do the project.
    if (c.technology[firm] === 0 || c.large[firm] === 1 || c.skilled[firm] === 0 || c.grantEnds[firm] > world.step) continue
    if (notices.uniform(c.id[firm], 0) * parameters.awarenessNeeded > c.awareness[firm]) continue
    const own = policyOf(policy, world, firm)
    const worth = merit(c.opportunity[firm], world.region.population.opportunitySpread.value, projects.normal(c.id[firm], 0), parameters.projectSpread)
    if (!wantsToApply(world, firm, worth, own, parameters)) continue
    c.paperwork[firm] = parameters.paperwork
    noteGrant(world, firm, 'applied', grantFor(own), 0)
    const noise = own['fund.reviewNoise'] * reviews.normal(c.id[firm], 0)
    applications.push({ firm, merit: worth, score: reviewScore(worth, noise, c.connection[firm], own['fund.connectionWeight']) })
  }
  return applications
}

/** A firm applies when its own share is at hand and the grant is worth, with the chance it sees, more than the paperwork. */
function wantsToApply(world: World, firm: number, worth: number, policy: Policy, parameters: Parameters): boolean {
  const { cash, rdPlan } = world.organisations.columns
  const grant = grantFor(policy)
  const project = grant * (1 + policy['fund.matching'])
  if (cash[firm] < parameters.ownFunds * policy['fund.matching'] * grant) return false
  // R&D that the firm would not have done on its own is worth less than it costs.
  const beyond = Math.max(0, project - rdPlan[firm] * parameters.projectQuarters)
  const gain = grant - (1 - parameters.dutyDiscount) * beyond
  if (gain <= 0) return false
  const spread = Math.max(0.1, (1 - policy['fund.connectionWeight']) * policy['fund.reviewNoise'])
  const chance = normalCdf(((1 - policy['fund.connectionWeight']) * worth - world.grantCutoff) / spread)
  return chance * gain > parameters.paperwork * world.skilledWage
}

function award(world: World, firm: number, grant: number, policy: Policy, parameters: Parameters): void {
  const { grantDuty, grantEnds, grantRest } = world.organisations.columns
  const paid = Math.round(grant * parameters.upfront)
  transfer(world.ledger, purposeIndex.grants, 0, firm, paid)
  noteGrant(world, firm, 'awarded', grant, paid)
  grantRest[firm] = grant - paid
  grantDuty[firm] = (grant * (1 + policy['fund.matching'])) / parameters.projectQuarters
  grantEnds[firm] = world.step + parameters.projectQuarters
}
