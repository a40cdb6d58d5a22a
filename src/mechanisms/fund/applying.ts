/** Who applies for a grant, to which fund, and what the reviewers make of it. */
import { normalCdf } from '../../world/arithmetic.ts'
import { noteGrant } from '../../world/journal.ts'
import type { Draws, Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import { type ParameterDeclarations, type ParameterValues, type Policy, type PolicyInForce, policyOf } from '../mechanism.ts'
import { calendarsClash, type conflictParameters, isRegistered, rulesContradict } from './conflicts.ts'
import type { contractParameters } from './contract.ts'

export const applyingParameters = {
  paperwork: {
    unit: 'person-years', default: 0.167, minimum: 0, maximum: 1,
    mark: 'read', source: 'R44: 1-2 person-months; the upper end', meaning: 'skilled staff time that an application costs',
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
  misjudgement: {
    unit: 'standard deviations of merit', default: 0.4, minimum: 0, maximum: 3,
    mark: 'assumed', source: 'a firm knows its own project better than reviewers do, not exactly', meaning: 'error with which a firm sees the merit of its project',
  },
  dutyDiscount: {
    unit: 'share', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'R&D beyond what pays returns less and less',
    meaning: 'what a yuan of R&D beyond the own plan is worth to a firm',
  },
  partnerPoints: {
    unit: 'standard deviations of merit', default: 2, minimum: 0, maximum: 5,
    mark: 'assumed', source: 'full marks on that criterion', meaning: 'score for a running collaboration, before its weight',
  },
  innovationGrant: {
    unit: 'yuan per project', default: 1_500_000, minimum: 100_000, maximum: 5_000_000,
    mark: 'recalled', source: 'L05: R&D projects only, larger than those of the SME fund', meaning: 'grant of the innovation fund',
  },
  innovationPaperwork: {
    unit: 'person-years', default: 0.4, minimum: 0, maximum: 2,
    mark: 'derived', source: 'R44 times the size of the project', meaning: 'skilled staff time that an application to the innovation fund costs',
  },
  innovationStaff: {
    unit: 'persons', default: 500, minimum: 10, maximum: 2000,
    mark: 'recalled', source: 'L05', meaning: 'staff below which firms may apply to the innovation fund',
  },
} as const satisfies ParameterDeclarations
export type Parameters = ParameterValues<typeof applyingParameters & typeof conflictParameters & typeof contractParameters>

export interface Application {
  readonly firm: number
  readonly merit: number
  /** The score without errors and connections, and the one given. */
  readonly fairScore: number
  readonly score: number
}

export interface Applications {
  readonly smeFund: Application[]
  readonly innovationFund: Application[]
}

/** Merit in standard deviations: half the firm's opportunity, and its project. */
export function merit(opportunity: number, opportunitySpread: number, project: number, projectSpread: number): number {
  return (opportunity / opportunitySpread) * 0.7 + project * projectSpread
}

/** What reviewers write down; `partner` counts by the bonus, all else by the rest. */
export function reviewScore(
  merit: number, noise: number, connection: number, connectionWeight: number, partner = 0, bonus = 0,
): number {
  return (1 - bonus) * ((1 - connectionWeight) * (merit + noise) + connectionWeight * connection) + bonus * partner
}

/** The chance of winning that a firm sees which believes in this merit and expects this cut-off; it and reviewers err by `noise` together. */
export function chanceOfWinning(
  merit: number, cutoff: number, noise: number, connectionWeight: number, partner: number, bonus: number,
): number {
  const spread = Math.max(0.1, (1 - bonus) * (1 - connectionWeight) * noise)
  return normalCdf(((1 - bonus) * (1 - connectionWeight) * merit + bonus * partner - cutoff) / spread)
}

/** What a grant is worth: R&D that the firm would not have done on its own is worth less than it costs. */
export function grantGain(grant: number, matching: number, ownResearch: number, dutyDiscount: number): number {
  return grant - (1 - dutyDiscount) * Math.max(0, grant * (1 + matching) - ownResearch)
}

interface Desk {
  readonly world: World
  readonly parameters: Parameters
  readonly projects: Draws
  readonly judgements: Draws
  readonly reviews: Draws
  readonly secondReviews: Draws
  readonly conflicts: Draws
  readonly coherence: number
  readonly open: { readonly smeFund: boolean; readonly innovationFund: boolean }
}

/** All applications of the year to both funds, in the order of visits. */
export function gatherApplications(
  world: World, policy: PolicyInForce, parameters: Parameters, random: Randomness, open: Desk['open'],
): Applications {
  const c = world.organisations.columns
  const desk: Desk = {
    world, parameters, open,
    projects: random.site('fund.project', world.step),
    judgements: random.site('fund.judgement', world.step),
    reviews: random.site('fund.review', world.step),
    secondReviews: random.site('fund.innovationReview', world.step),
    conflicts: random.site('fund.conflicts', 0),
    coherence: policy.general['coordination.coherence'],
  }
  const notices = random.site('fund.notice', world.step)
  const applications: Applications = { smeFund: [], innovationFund: [] }
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (c.technology[firm] === 0) continue
    c.grantStatus[firm] = 0
    c.partnerPrize[firm] = 0
    // One project at a time, and only where somebody could do it.
    if (c.large[firm] === 1 || c.skilled[firm] === 0 || c.grantEnds[firm] > world.step || c.grantBan[firm] > world.step) continue
    if (notices.uniform(c.id[firm], 0) * parameters.awarenessNeeded > c.awareness[firm]) continue
    apply(desk, firm, policyOf(policy, world, firm), applications)
  }
  return applications
}

/** What a firm sees of one call. */
interface Prospect {
  readonly chance: number
  /** Expected gain less the cost of applying, yuan. */
  readonly value: number
}
const HOPELESS: Prospect = { chance: 0, value: 0 }

function apply(desk: Desk, firm: number, policy: Policy, applications: Applications): void {
  const { world, parameters, projects } = desk
  const c = world.organisations.columns
  const id = c.id[firm]
  const spread = world.region.population.opportunitySpread.value
  const worth = merit(c.opportunity[firm], spread, projects.normal(id, 0), parameters.projectSpread)
  const believed = worth + parameters.misjudgement * desk.judgements.normal(id, 0)
  const first = desk.open.smeFund ? prospectAtSmeFund(desk, firm, believed, policy) : HOPELESS
  const second = desk.open.innovationFund ? prospectAtInnovationFund(desk, firm, believed, policy) : HOPELESS
  const [toFirst, toSecond] = chooseCalls(desk, firm, first, second)
  if (toFirst) {
    noteGrant(world, firm, 'applied', 'SME fund', Math.round(policy['fund.grantSize'] * 1e6), 0)
    submit(applications.smeFund, desk.reviews, parameters.paperwork, partnerPoints(desk, firm), policy['fund.partnerBonus'])
  }
  if (toSecond) {
    noteGrant(world, firm, 'applied', 'innovation fund', Math.round(parameters.innovationGrant), 0)
    submit(applications.innovationFund, desk.secondReviews, parameters.innovationPaperwork, 0, 0)
  }

  function submit(pile: Application[], reviews: Draws, staffTime: number, partner: number, bonus: number): void {
    const noise = policy['fund.reviewNoise'] * reviews.normal(id, 0)
    const weight = policy['fund.connectionWeight']
    c.paperwork[firm] += staffTime
    pile.push({
      firm,
      merit: worth,
      fairScore: reviewScore(worth, 0, 0, weight, partner, bonus),
      score: reviewScore(worth, noise, c.connection[firm], weight, partner, bonus),
    })
  }
}

const partnerPoints = ({ world, parameters }: Desk, firm: number): number =>
  world.organisations.columns.degree[firm] > 0 ? parameters.partnerPoints : 0

/** Where bureaus contradict each other a firm keeps to the better call; a register takes hope of both. */
function chooseCalls(desk: Desk, firm: number, first: Prospect, second: Prospect): [toFirst: boolean, toSecond: boolean] {
  const { conflicts, coherence, parameters, world } = desk
  const { id, skilled } = world.organisations.columns
  const wanted: [boolean, boolean] = [first.value > 0, second.value > 0]
  if (!wanted[0] || !wanted[1]) return wanted
  const conflict =
    rulesContradict(conflicts, id[firm], coherence, parameters) ||
    calendarsClash(conflicts, id[firm], coherence, skilled[firm], parameters.paperwork + parameters.innovationPaperwork, parameters)
  if (conflict) return second.value > first.value ? [false, true] : [true, false]
  if (!isRegistered(conflicts, id[firm], coherence)) return wanted
  const cost = parameters.innovationPaperwork * world.skilledWage
  return [true, (1 - first.chance) * (second.value + cost) > cost]
}

function prospect(desk: Desk, firm: number, chance: number, grant: number, staffTime: number, policy: Policy): Prospect {
  const { world, parameters } = desk
  const { cash, rdPlan, confidence } = world.organisations.columns
  const matching = policy['fund.matching']
  const ownResearch = rdPlan[firm] * parameters.projectQuarters
  // The own share of a project is R&D that the firm has planned, part of it in cash.
  if (ownResearch < matching * grant || cash[firm] < parameters.ownFunds * matching * grant) return HOPELESS
  const gain = grantGain(grant, matching, ownResearch, parameters.dutyDiscount)
  return gain > 0 ? { chance, value: confidence[firm] * chance * gain - staffTime * world.skilledWage } : HOPELESS
}

/** Errors of reviewers and of the firm itself, together. */
function doubt(policy: Policy, { misjudgement }: Parameters): number {
  const noise = policy['fund.reviewNoise']
  return Math.sqrt(noise * noise + misjudgement * misjudgement)
}

/** Notes too what a partner would have brought a firm that has none, which it learns from the result of the call. */
function prospectAtSmeFund(desk: Desk, firm: number, worth: number, policy: Policy): Prospect {
  const { world, parameters } = desk
  const { degree, sector, partnerPrize } = world.organisations.columns
  const bonus = policy['fund.partnerBonus']
  const required = policy['fund.partnerRequired'] === 1
  const noise = doubt(policy, parameters)
  const chanceWith = (partner: number): number =>
    chanceOfWinning(worth, world.expectedCutoffs[sector[firm]], noise, policy['fund.connectionWeight'], partner, bonus)
  const grant = Math.round(policy['fund.grantSize'] * 1e6)
  if (degree[firm] > 0) return prospect(desk, firm, chanceWith(parameters.partnerPoints), grant, parameters.paperwork, policy)
  const alone = required ? HOPELESS : prospect(desk, firm, chanceWith(0), grant, parameters.paperwork, policy)
  if (required || bonus > 0) {
    const together = prospect(desk, firm, chanceWith(parameters.partnerPoints), grant, parameters.paperwork, policy)
    partnerPrize[firm] = Math.max(0, together.value) - Math.max(0, alone.value)
  }
  return alone
}

/** The innovation fund pays for R&D projects of firms that do R&D and are small enough. */
function prospectAtInnovationFund(desk: Desk, firm: number, worth: number, policy: Policy): Prospect {
  const { world, parameters } = desk
  const { employees, skilled, rdPlan } = world.organisations.columns
  if (rdPlan[firm] <= 0 || employees[firm] + skilled[firm] >= parameters.innovationStaff) return HOPELESS
  const chance = chanceOfWinning(worth, world.expectedCutoffs[world.sectors.count], doubt(policy, parameters), policy['fund.connectionWeight'], 0, 0)
  return prospect(desk, firm, chance, parameters.innovationGrant, parameters.innovationPaperwork, policy)
}

/** True when the second fund sees a project that the first has funded, and leaves it out. */
export function seenInRegister(world: World, random: Randomness, firm: number, coherence: number): boolean {
  return isRegistered(random.site('fund.conflicts', 0), world.organisations.columns.id[firm], coherence)
}
