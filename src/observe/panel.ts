/**
 * The panel: what is told of every firm in every quarter, and of single events. One line declares a column, which is then
 * in the files, in their description and in docs/panel.md. Money is in million yuan of the simulated firm, not brought to
 * full scale. Looking never draws and never writes.
 */
import { formatQuarter } from '../scenario/quarter.ts'
import { reportedResearch } from '../world/firm.ts'
import { countSpecialisms } from '../world/knowledge.ts'
import type { GrantEvent, LoanEvent, MoveEvent, TieEvent } from '../world/journal.ts'
import { FIELDS } from '../world/organisations.ts'
import { meetingNames, RUNNING, tieKindNames } from '../world/ties.ts'
import type { World } from '../world/world.ts'

/** `identity` is a whole number of up to 32 bits. */
type PanelType = 'string' | 'boolean' | 'integer' | 'identity' | 'number'
export type PanelValue = string | boolean | number

export interface PanelColumn<Look> {
  readonly type: PanelType
  readonly unit: string
  readonly meaning: string
  /** True when a value may be missing: then `of` gives NaN. */
  readonly optional: boolean
  readonly of: (look: Look) => PanelValue
}
export type PanelColumns<Look> = Readonly<Record<string, PanelColumn<Look>>>

/** Which run and quarter a row is of. */
export interface Moment {
  readonly arm: string
  readonly point: number
  readonly replication: number
  /** As in 2013Q1. */
  quarter: string
}

/** A firm at the end of a quarter. */
export interface FirmLook {
  readonly moment: Moment
  readonly world: World
  readonly c: World['organisations']['columns']
  row: number
}

/** An event of the quarter. */
export interface EventLook<Event> {
  readonly moment: Moment
  readonly world: World
  event: Event
}

/** A seat in an alliance taken or left, or held when the scenario began. */
export interface MembershipEvent {
  readonly event: 'held' | 'joined' | 'left'
  readonly alliance: number
  readonly member: number
}

/** Makers of the columns of one kind of row. */
function columnsOf<Look>() {
  const maker = (type: PanelType, optional = false) =>
    (unit: string, meaning: string, of: (look: Look) => PanelValue): PanelColumn<Look> => ({ type, unit, meaning, optional, of })
  return {
    text: maker('string'), flag: maker('boolean'), integer: maker('integer'), identity: maker('identity'), number: maker('number'),
    optional: { integer: maker('integer', true), identity: maker('identity', true), number: maker('number', true) },
    /** Declared by yuan. */
    money: (meaning: string, of: (look: Look) => number, unit = 'million yuan'): PanelColumn<Look> =>
      maker('number')(unit, meaning, (look) => of(look) / MILLION),
  }
}
const MILLION = 1e6
const FLOW = 'million yuan per quarter'

function momentColumns<Look extends { readonly moment: Moment }>() {
  const { text, integer } = columnsOf<Look>()
  return {
    arm: text('', 'variant of the policy', ({ moment }) => moment.arm),
    point: integer('', 'point of the design, 0 without a design', ({ moment }) => moment.point),
    replication: integer('', 'random world', ({ moment }) => moment.replication),
    quarter: text('', 'calendar quarter, as in 2013Q1', ({ moment }) => moment.quarter),
  }
}

const firm = columnsOf<FirmLook>()
const now = (column: 'lastNeed' | 'lastApplication' | 'lastDiscouraged' | 'lastLoan') => ({ c, row, world }: FirmLook): boolean =>
  c[column][row] === world.step

const firmColumns: PanelColumns<FirmLook> = {
  ...momentColumns<FirmLook>(),
  firm: firm.identity('', 'identity for life, the same start-up in every arm', ({ c, row }) => c.id[row]),

  sector: firm.text('', 'sector', ({ c, row, world }) => world.sectors.names[c.sector[row]]),
  cluster: firm.integer('', 'industrial cluster', ({ c, row }) => c.cluster[row]),
  stratum: firm.text('', 'technology or other', ({ c, row }) => (c.technology[row] === 1 ? 'technology' : 'other')),
  sizeClass: firm.text('', 'SME or large', ({ c, row }) => (c.large[row] === 1 ? 'large' : 'SME')),
  cohort: firm.flag('', "true for a technology SME of the scenario's start", ({ c, row }) => c.cohort[row] === 1),
  treated: firm.flag('', 'true when the trial of the arm treats it', ({ c, row }) => c.treated[row] === 1),
  bornIn: firm.text('', 'quarter of foundation', ({ c, row, world }) => formatQuarter(world.quarter - world.step + c.born[row])),
  age: firm.number('years', 'age', ({ c, row, world }) => (world.step - c.born[row]) / 4),

  efficiency: firm.number('log', 'cost advantage, which nobody sees: unit costs are multiplied by exp(-efficiency)', ({ c, row }) => c.efficiency[row]),
  opportunity: firm.number('log', 'technological opportunity, which nobody sees', ({ c, row }) => c.opportunity[row]),
  riskiness: firm.number('multiple', "spread of its customers' orders relative to the usual, which nobody sees", ({ c, row }) => c.riskiness[row]),
  connection: firm.number('standard deviations', 'standing with reviewers, which nobody sees', ({ c, row }) => c.connection[row]),

  staff: firm.integer('persons', 'all staff, skilled ones included', ({ c, row }) => c.employees[row] + c.skilled[row]),
  skilledStaff: firm.integer('persons', 'skilled staff', ({ c, row }) => c.skilled[row]),
  vacancies: firm.integer('posts', 'skilled posts still open', ({ c, row }) => c.vacancies[row]),
  training: firm.number('seats per skilled person', 'training that is still of use', ({ c, row }) => c.training[row]),

  revenue: firm.money('revenue', ({ c, row }) => c.revenue[row], FLOW),
  profit: firm.money('profit before tax', ({ c, row }) => c.profit[row], FLOW),
  cash: firm.money('cash', ({ c, row }) => c.cash[row]),
  fixedAssets: firm.money('fixed assets', ({ c, row }) => c.assets[row]),
  belief: firm.number('share of revenue', 'what its owners believe that it earns', ({ c, row }) => c.belief[row]),

  rdPlan: firm.money('planned R&D spending', ({ c, row }) => c.rdPlan[row], FLOW),
  rdSpending: firm.money('R&D spending', ({ c, row }) => c.rdSpending[row], FLOW),
  rdStock: firm.money('stock of R&D', ({ c, row }) => c.rdStock[row]),
  hasGrant: firm.flag('', 'true while a grant or project of a leading talent runs', ({ c, row, world }) => c.grantEnds[row] > world.step),
  grantDuty: firm.money('R&D that its running grant obliges to', ({ c, row, world }) => (c.grantEnds[row] > world.step ? c.grantDuty[row] : 0), FLOW),

  reportedRdSpending: firm.money('what it reports as R&D', ({ world, row }) => reportedResearch(world, row), FLOW),
  certified: firm.flag('', 'true while it holds a high-tech certificate', ({ c, row, world }) => c.certificateEnds[row] > world.step),
  relabels: firm.flag('', 'true when it reaches the step of its certificate by relabelling', ({ c, row }) => c.relabels[row] === 1),
  grantStatus: firm.text('', 'in the last call of the SME fund: none, refused or won', ({ c, row }) => ['none', 'refused', 'won'][c.grantStatus[row]]),
  grantMerit: firm.number('standard deviations', 'true merit of its last project put to the SME fund, which nobody sees', ({ c, row }) => c.grantMerit[row]),
  grantScore: firm.number('standard deviations', 'score that reviewers gave that project', ({ c, row }) => c.grantScore[row]),
  grantCutoff: firm.number(
    'standard deviations', 'cut-off of its sector in the last call: above it a project won', ({ c, row, world }) => world.grantCutoffs[c.sector[row]],
  ),

  awareness: firm.number('share', 'how well informed it is', ({ c, row }) => c.awareness[row]),
  confidence: firm.number('probability', 'with which it believes that a scheme pays', ({ c, row }) => c.confidence[row]),
  tenant: firm.flag('', 'true while it sits in an incubator', ({ c, row }) => c.incubator[row] > 0),
  advised: firm.flag('', 'true while an academic advises it part-time', ({ c, row }) => c.adviser[row] > 0),

  competence: firm.number('log', 'competence relative to the frontier (0)', ({ c, row }) => c.competence[row]),
  absorptiveCapacity: firm.number('share', 'part of what could be learnt that it can learn', ({ c, row }) => c.absorptive[row]),
  knowledgeLevel: firm.number('share of the frontier', 'expertise, mean of the eight fields', ({ c, row }) => meanExpertise(c.knowledge, row)),
  specialisms: firm.integer('specialisms', 'specialisms held', ({ c, row }) => countSpecialisms(c.specialisms, row)),
  innovations: firm.integer('innovations per quarter', 'innovations', ({ c, row }) => c.innovations[row]),
  jointInnovations: firm.integer('innovations per quarter', 'of these, out of a collaboration', ({ c, row }) => c.jointInnovations[row]),
  radicalInnovations: firm.integer('innovations per quarter', 'of these, radical', ({ c, row }) => c.radicalInnovations[row]),

  runningTies: firm.integer('ties', 'running collaborations', ({ c, row }) => c.degree[row]),
  searching: firm.flag('', 'true when it looked for a partner in the quarter', ({ c, row }) => c.searching[row] === 1),

  debt: firm.money('principal owed to its lender', ({ c, row }) => c.loan[row]),
  interestRate: firm.optional.number('share per year', 'rate of its loan, empty without one', ({ c, row }) => (c.loan[row] > 0 ? c.loanRate[row] : NaN)),
  guaranteed: firm.money('principal covered by a guarantee', ({ c, row }) => (c.loanAgency[row] > 0 ? c.loan[row] * c.loanCoverage[row] : 0)),
  innovativeLoan: firm.flag('', 'true when its loan is one of innovative financing', ({ c, row }) => c.loanInnovative[row] === 1),
  listed: firm.flag('', 'true once it has sold shares on the capital market', ({ c, row }) => c.listed[row] === 1),
  neededCredit: firm.flag('', 'true when it needed a loan in the quarter', now('lastNeed')),
  discouraged: firm.flag('', 'true when it needed one and did not ask', now('lastDiscouraged')),
  appliedForLoan: firm.flag('', 'true when it asked for one', now('lastApplication')),
  gotLoan: firm.flag('', 'true when it got one', now('lastLoan')),
}

/** Mean of the fields of the organisation in a row. */
export function meanExpertise(knowledge: Float64Array, row: number): number {
  let sum = 0
  for (let field = 0; field < FIELDS; field++) sum += knowledge[row * FIELDS + field]
  return sum / FIELDS
}

const tie = columnsOf<EventLook<TieEvent>>()
/** By the numbers of world/ties.ts. */
export const outcomeNames = ['running', 'success', 'failure', 'expiry', 'partnerGone'] as const
const tieColumns: PanelColumns<EventLook<TieEvent>> = {
  ...momentColumns<EventLook<TieEvent>>(),
  event: tie.text('', 'started or ended', ({ event }) => event.event),
  first: tie.identity('', 'identity of one partner, the lower one; below 1024 are universities and institutes', ({ event }) => event.first),
  second: tie.identity('', 'identity of the other', ({ event }) => event.second),
  tieKind: tie.text('', tieKindNames.join(', '), ({ event }) => tieKindNames[event.kind]),
  since: tie.text('', 'quarter in which it started', ({ event, world }) => formatQuarter(world.quarter - world.step + event.start)),
  outcome: tie.text('', `${outcomeNames.slice(RUNNING + 1).join(', ')}; running when it started`, ({ event }) => outcomeNames[event.outcome]),
  rivals: tie.flag('', 'true when the partners sell in one market', ({ event }) => event.rivals),
  cognitiveDistance: tie.number('share', "share of a partner's specialisms that are new, mean of both sides", ({ event }) => event.distance),
  jointInnovations: tie.integer('innovations', 'joint innovations so far', ({ event }) => event.jointInnovations),
  metThrough: tie.text('', `where the one that asked saw the other when it started: ${meetingNames.join(', ')}; empty at its end`, ({ event }) => event.metThrough),
}

const loan = columnsOf<EventLook<LoanEvent>>()
const loanColumns: PanelColumns<EventLook<LoanEvent>> = {
  ...momentColumns<EventLook<LoanEvent>>(),
  event: loan.text('', 'granted or defaulted', ({ event }) => event.event),
  firm: loan.identity('', 'identity of the borrower', ({ event }) => event.firm),
  bank: loan.optional.integer('', 'number of the bank, from 1; empty for innovative financing', ({ event }) => event.bank + 1),
  amount: loan.money('paid out, or owed when the firm failed', ({ event }) => event.amount),
  interestRate: loan.number('share per year', 'rate of the loan', ({ event }) => event.rate),
  agency: loan.optional.integer('', 'number of the guarantee agency, from 1; empty without a guarantee', ({ event }) => event.agency || NaN),
  coverage: loan.number('share', 'part of the principal that is guaranteed', ({ event }) => event.coverage),
  believedRisk: loan.number('probability', 'default probability that was believed in when the loan was made', ({ event }) => event.risk),
  payout: loan.money('of a default: paid by the agency to the bank', ({ event }) => event.payout),
  byGovernment: loan.money('of that: paid by government to the agency, as its share of the loss and as compensation', ({ event }) => event.byGovernment),
}

const grant = columnsOf<EventLook<GrantEvent>>()
const grantColumns: PanelColumns<EventLook<GrantEvent>> = {
  ...momentColumns<EventLook<GrantEvent>>(),
  event: grant.text('', 'applied, awarded, or accepted when the project is finished', ({ event }) => event.event),
  fund: grant.text('', 'SME fund or innovation fund', ({ event }) => event.fund),
  firm: grant.identity('', 'identity of the firm', ({ event }) => event.firm),
  amount: grant.optional.number('million yuan', 'size of the grant asked for or awarded; empty for an acceptance', ({ event }) => event.amount / MILLION),
  paid: grant.money('paid to the firm at this event', ({ event }) => event.paid),
}

const move = columnsOf<EventLook<MoveEvent>>()
const moveColumns: PanelColumns<EventLook<MoveEvent>> = {
  ...momentColumns<EventLook<MoveEvent>>(),
  event: move.text('', 'left (of their own will), letGo, closed (the firm ended), hired, or recruited (by a programme)', ({ event }) => event.event),
  origin: move.optional.identity('', 'identity of the firm left; of the university, below 1024, when graduates are hired', ({ event }) => event.from),
  destination: move.optional.identity('', 'identity of the firm that was joined', ({ event }) => event.to),
  persons: move.integer('persons', 'skilled persons', ({ event }) => event.persons),
}

const membership = columnsOf<EventLook<MembershipEvent>>()
const membershipColumns: PanelColumns<EventLook<MembershipEvent>> = {
  ...momentColumns<EventLook<MembershipEvent>>(),
  event: membership.text('', 'joined, left, or held in the first quarter for a seat from before the start', ({ event }) => event.event),
  alliance: membership.integer('', 'number of the alliance, from 1', ({ event }) => event.alliance + 1),
  member: membership.identity('', 'identity of the member', ({ event }) => event.member),
}

/** Every table of the panel: what a row is, and its columns in order. */
export const panelTables = {
  firms: { row: 'a firm that lives at the end of the quarter', columns: firmColumns },
  ties: { row: 'a collaboration that started or ended', columns: tieColumns },
  loans: { row: 'a loan that was paid out, or not paid back', columns: loanColumns },
  grants: { row: 'an application for a grant, an award, or an acceptance', columns: grantColumns },
  moves: { row: 'skilled persons who left a firm, or joined one', columns: moveColumns },
  memberships: { row: 'a seat in an alliance that was taken or left', columns: membershipColumns },
} as const
export type PanelTable = keyof typeof panelTables
export const panelTableNames = Object.keys(panelTables) as PanelTable[]
