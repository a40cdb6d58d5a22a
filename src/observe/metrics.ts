/**
 * What is recorded of every quarter: each metric's unit, definition and formula. Names are contract. A metric that has
 * no value in a quarter (a share of nothing) is NaN, which becomes an empty field.
 */
import type { MetricDeclaration } from '../scenario/declare.ts'
import { pow } from '../world/arithmetic.ts'
import { balancesOf, purposeIndex } from '../world/ledger.ts'
import { FIELDS, NEVER } from '../world/organisations.ts'
import type { World } from '../world/world.ts'
import { tallyFlows } from './flows.ts'
import { clustering, collaborationNetwork, giantComponent } from './network.ts'
import {
  tallyBusiness,
  tallyCohort,
  tallyCredit,
  tallyGrants,
  tallyGuarantees,
  tallySeats,
  tallyTechnology,
  tallyTies,
  YEAR,
} from './tallies.ts'

const MILLION = 1e6

/** Social discount rate, share per year; 3 to 8 % are usual in appraisals of public projects. Recalled. */
const DISCOUNT_RATE = 0.05
const discount = (years: number): number => pow(1 + DISCOUNT_RATE, -years)

/** One look at a world at the end of a quarter: everything that the formulas read. */
function look(world: World) {
  return {
    world,
    events: world.events,
    business: tallyBusiness(world),
    technology: tallyTechnology(world),
    cohort: tallyCohort(world),
    ties: tallyTies(world),
    network: collaborationNetwork(world),
    seats: tallySeats(world),
    credit: tallyCredit(world),
    guarantees: tallyGuarantees(world),
    grants: tallyGrants(world),
    bankLoans: sum(world.banks.columns.lent, world.banks.count),
    badLoans: sum(world.banks.columns.bad, world.banks.count),
    agencyGuarantees: sum(world.agencies.columns.guaranteed, world.agencies.count),
    agencyCapital: sum(balancesOf(world.ledger, 'agencies'), world.agencies.count),
    flows: tallyFlows(world.ledger),
  }
}
type Look = ReturnType<typeof look>

function sum(values: Float64Array, count: number): number {
  let total = 0
  for (let i = 0; i < count; i++) total += values[i]
  return total
}

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : NaN)

interface Metric extends MetricDeclaration {
  /** The value in this world, before an extensive metric is brought to full scale. */
  readonly formula: (look: Look) => number
}

/** A sum over the region, reported at full scale. */
const total = (unit: string, meaning: string, formula: Metric['formula']): Metric => ({
  unit,
  meaning,
  extensive: true,
  formula,
})
/** A share, mean, rate or price, which does not depend on the scale. */
const ratio = (unit: string, meaning: string, formula: Metric['formula']): Metric => ({
  unit,
  meaning,
  extensive: false,
  formula,
})

export const metrics = {
  firms: total('firms', 'living SMEs of both strata', ({ business }) => business.smes),
  technologyFirms: total(
    'firms',
    'living SMEs of the technology stratum',
    ({ business }) => business.technologySmes,
  ),
  largeFirms: total(
    'firms',
    'living firms above the size rule of SMEs',
    ({ business }) => business.largeFirms,
  ),
  entries: total('firms per quarter', 'firms that were founded', ({ events }) => events.entries),
  exits: total('firms per quarter', 'firms that ended, by default or closing', ({ events }) => events.exits),
  employment: total('persons', 'all staff of SMEs', ({ business }) => business.employment),
  revenue: total('million yuan per quarter', 'revenue of SMEs', ({ business }) => business.sales / MILLION),
  productivity: ratio(
    'million yuan per person and year',
    'revenue of SMEs, four times that of the quarter, per person of their staff',
    ({ business }) => share((business.sales / MILLION) * YEAR, business.employment),
  ),

  skilledStaff: total('persons', 'skilled staff of SMEs', ({ business }) => business.skilledStaff),
  attritionRate: ratio(
    'share per year',
    'four times the skilled staff that left their firm in the quarter, per skilled staff at its beginning',
    ({ events }) => share(YEAR * events.leavers, events.skilledBefore),
  ),
  skilledWage: ratio(
    'yuan per year',
    'wage at which the skilled market clears',
    ({ world }) => world.skilledWage,
  ),

  rdPerformerShare: ratio('share', 'technology SMEs that spent on R&D in the quarter', ({ business }) =>
    share(business.rdPerformers, business.technologySmes),
  ),
  rdSpending: total(
    'million yuan per quarter',
    'R&D spending of SMEs',
    ({ business }) => business.rd / MILLION,
  ),
  reportedRdSpending: total(
    'million yuan per quarter',
    'what SMEs report as R&D: their R&D spending, and other costs that holders of a certificate call R&D',
    ({ business }) => business.reported / MILLION,
  ),
  rdPersons: total(
    'full-time persons',
    'persons of SMEs who do R&D, in full-time equivalents: what R&D spending is not materials, over the skilled wage',
    ({ business, world }) => (YEAR * business.rdWages) / world.skilledWage,
  ),
  highTechFirms: total(
    'firms',
    'SMEs that hold a high-tech certificate',
    ({ business }) => business.certified,
  ),

  awareness: ratio(
    'share',
    'how well informed technology SMEs are of schemes, partners and loans, mean',
    ({ technology, business }) => share(technology.informed, business.technologySmes),
  ),

  searchers: total('firms per quarter', 'firms that looked for a partner', ({ events }) => events.searchers),
  collaborationRate: ratio(
    'share',
    'technology SMEs with at least one running tie',
    ({ technology, business }) => share(technology.collaborators, business.technologySmes),
  ),
  ties: total('ties', 'running collaborations', ({ ties }) => ties.running),
  newTies: total('ties per quarter', 'collaborations that started', ({ events }) => events.newTies),
  endedTies: total(
    'ties per quarter',
    'collaborations that ended, for any reason',
    ({ events }) => events.endedTies,
  ),
  meanTieAge: ratio('years', 'mean age of running ties', ({ ties }) => share(ties.ages / YEAR, ties.running)),
  meanDegree: ratio(
    'ties per firm',
    'mean number of running ties of technology SMEs, those without counted as 0',
    ({ technology, business }) => share(technology.ties, business.technologySmes),
  ),
  clustering: ratio(
    'share',
    'mean local clustering of organisations with a running tie: of the pairs of its partners, the share that are ' +
      'partners of each other, 0 with one partner',
    ({ network }) => clustering(network),
  ),
  giantComponentShare: ratio(
    'share',
    'organisations with a running tie that hang together in the largest component',
    ({ network }) => share(giantComponent(network), network.nodes),
  ),
  universityTieShare: ratio(
    'share',
    'running ties whose one partner is a university or research institute',
    ({ ties }) => share(ties.withScience, ties.running),
  ),
  cognitiveDistance: ratio(
    'share',
    "mean over running ties of the share of a partner's specialisms that are new to the other, mean of both sides",
    ({ ties }) => share(ties.distance, ties.running),
  ),

  innovations: total(
    'innovations per quarter',
    'innovations of all firms',
    ({ events }) => events.innovations,
  ),
  innovationRate: ratio(
    'innovations per year and 1,000 firms',
    'four times the innovations of the quarter per 1,000 living technology SMEs',
    ({ events, business }) => share(YEAR * 1000 * events.innovations, business.technologySmes),
  ),
  innovatorShare: ratio(
    'share',
    'technology SMEs that innovated in the last four quarters',
    ({ technology, business }) => share(technology.innovators, business.technologySmes),
  ),
  jointInnovationShare: ratio(
    'share',
    'innovations of the quarter that came from a collaboration',
    ({ events }) => share(events.jointInnovations, events.innovations),
  ),
  radicalShare: ratio('share', 'innovations of the quarter that were radical', ({ events }) =>
    share(events.radicalInnovations, events.innovations),
  ),
  knowledgeLevel: ratio(
    'share of the frontier',
    'expertise relative to the frontier, mean over the eight fields and all technology SMEs',
    ({ technology, business }) => share(technology.expertise / FIELDS, business.technologySmes),
  ),
  knowledgeDiversity: ratio(
    'specialisms',
    'effective number of specialisms in the technology stratum: 1 / sum of squared shares, where a share is the ' +
      "specialism's part of all specialisms held by technology SMEs",
    ({ technology }) => technology.specialismVariety,
  ),

  alliances: total('alliances', 'living alliances', ({ world }) => world.alliances.count),
  allianceMembers: total('seats', 'seats held in alliances', ({ seats }) => seats.all),
  smeSeatShare: ratio('share', 'alliance seats held by SMEs', ({ seats }) => share(seats.ofSmes, seats.all)),

  creditNeedShare: ratio(
    'share',
    'SMEs that needed credit in the last four quarters',
    ({ credit, business }) => share(credit.inNeed, business.smes),
  ),
  creditAccessShare: ratio(
    'share',
    'of the SMEs that needed credit in the last four quarters, those that got a loan in them or still have one',
    ({ credit }) => share(credit.served, credit.inNeed),
  ),
  loanApprovalRate: ratio(
    'share',
    'applications to banks in the quarter that were granted, in full or in part',
    ({ events }) => share(events.loansGranted, events.loanApplications),
  ),
  discouragedShare: ratio(
    'share',
    'of the SMEs that needed credit in the last four quarters, those that were discouraged in them and neither ' +
      'applied nor have a loan',
    ({ credit }) => share(credit.discouraged, credit.inNeed),
  ),
  loanVolume: total(
    'million yuan per quarter',
    'bank loans paid out',
    ({ events }) => events.loanVolume / MILLION,
  ),
  lendingRate: ratio(
    'share per year',
    'interest rate of the bank loans paid out in the quarter, weighted by amount',
    ({ events }) => share(events.loanInterestWeighted, events.loanVolume),
  ),
  defaultRate: ratio(
    'share per year',
    'four times the borrowers that defaulted in the quarter, per borrower at its beginning',
    ({ events }) => share(YEAR * events.defaults, events.borrowers),
  ),
  nplRatio: ratio(
    'share',
    'bad loans not yet struck off, per principal owed to banks',
    ({ badLoans, bankLoans }) => share(badLoans, bankLoans),
  ),
  guaranteedBalance: total(
    'million yuan',
    'principal covered by live guarantees, whoever shares the loss',
    ({ guarantees }) => guarantees.guaranteed / MILLION,
  ),
  guaranteeLeverage: ratio(
    'guarantees per capital',
    'principal that agencies stand for, their own share of the loss alone, per yuan of their capital',
    ({ agencyGuarantees, agencyCapital }) => share(agencyGuarantees, agencyCapital),
  ),
  mutualGuarantees: total(
    'million yuan',
    'principal of bank loans for which other firms stand, whoever of them still exists',
    ({ guarantees }) => guarantees.mutual / MILLION,
  ),
  compensationRate: ratio(
    'share',
    "guarantee payouts of the last four quarters per guarantees released in them, both without the bank's share; no value when none was released",
    ({ world: { guaranteeYear: [p1, p2, p3, p4, r1, r2, r3, r4] } }) => share(p1 + p2 + p3 + p4, r1 + r2 + r3 + r4),
  ),
  agencyCapital: total(
    'million yuan',
    'capital of guarantee agencies, the balance of their accounts',
    ({ agencyCapital }) => agencyCapital / MILLION,
  ),

  grantApplications: total(
    'applications per quarter',
    'applications for grants of both funds',
    ({ events }) => events.grantApplications,
  ),
  grantsAwarded: total('grants per quarter', 'grants awarded', ({ events }) => events.grantsAwarded),
  grantSuccessRate: ratio('share', 'grant applications of the quarter that were successful', ({ events }) =>
    share(events.grantsAwarded, events.grantApplications),
  ),
  doubleFundingShare: ratio(
    'share',
    'of the money awarded in the calls of the quarter, that for projects which the other fund had funded already',
    ({ events }) => share(events.doubleFunding, events.grantMoneyAwarded),
  ),
  misuseShare: ratio(
    'share',
    'grant money of running projects that firms use for something else',
    ({ grants }) => share(grants.misused, grants.money),
  ),
  equityVolume: total(
    'million yuan per quarter',
    'paid by the SME fund for stakes in firms',
    ({ world }) => world.ledger.flows[purposeIndex.equityStakes] / MILLION,
  ),
  interestSubsidy: total(
    'million yuan per quarter',
    'interest that the SME fund paid back to borrowers',
    ({ world }) => world.ledger.flows[purposeIndex.interestSubsidies] / MILLION,
  ),
  confidence: ratio(
    'probability',
    'mean belief of technology SMEs that a scheme keeps what it promises',
    ({ technology, business }) => share(technology.confident, business.technologySmes),
  ),

  taxRevenue: total(
    'million yuan per quarter',
    'corporate tax paid by all firms, with what audits of certificates bring back, less refunds; due in the fourth quarter of a year',
    ({ world: { ledger: { flows } } }) =>
      (flows[purposeIndex.corporateTax] + flows[purposeIndex.taxPenalties] - flows[purposeIndex.taxRefunds]) / MILLION,
  ),
  taxForgone: total(
    'million yuan per quarter',
    'what the standard rate without reliefs would have brought on the same profits, less the tax due net of refunds, of all firms',
    ({ events }) => events.taxForgone / MILLION,
  ),
  publicCost: total(
    'million yuan per quarter',
    'paid by the instruments of government to anybody outside government, less what was paid back to them',
    ({ flows }) => flows.publicCost / MILLION,
  ),
  contingentLiability: total(
    'million yuan',
    'expected loss on live guarantees: covered principal times the default probability believed in when the loan ' +
      'was made, recoveries not deducted, whoever shares the loss',
    ({ guarantees }) => guarantees.expectedLoss / MILLION,
  ),
  publicCostWhole: total(
    'million yuan per quarter, discounted',
    'public cost, tax forgone and the change of the contingent liability, discounted to the start at 5 % a year',
    ({ flows, events, world }) => {
      const years = world.startStep === NEVER ? 0 : (world.step - world.startStep) / YEAR
      return ((flows.publicCost + events.taxForgone + events.liabilityChange) / MILLION) * discount(years)
    },
  ),
  householdNet: total(
    'million yuan per quarter',
    'paid to households less paid by them',
    ({ flows }) => flows.householdNet / MILLION,
  ),
  outsideNet: total(
    'million yuan per quarter',
    'paid to the rest of the world less paid by it',
    ({ flows }) => flows.outsideNet / MILLION,
  ),

  cohortSurvival: ratio(
    'share',
    "technology SMEs of the scenario's start that still live; no value before the start",
    ({ cohort, world }) => share(cohort.living, world.cohortSize),
  ),
  cohortCollaborationRate: ratio(
    'share',
    "technology SMEs of the scenario's start with at least one running tie, those gone counted as having none",
    ({ cohort, world }) => share(cohort.collaborators, world.cohortSize),
  ),
  cohortInnovationRate: ratio(
    'innovations per year and 1,000 firms',
    "four times the innovations of the quarter by technology SMEs of the scenario's start, per 1,000 of them, those " +
      'gone included',
    ({ events, world }) => share(YEAR * 1000 * events.cohortInnovations, world.cohortSize),
  ),
} as const satisfies Record<string, Metric>

export type MetricKey = keyof typeof metrics
/** In the order of their columns. */
export const metricKeys = Object.keys(metrics) as MetricKey[]
const inOrder = Object.values<Metric>(metrics)

/** Writes every metric of this quarter into `out`, in the order of `metricKeys`. Looking changes nothing. */
export function observe(world: World, out: Float64Array): void {
  const seen = look(world)
  for (let metric = 0; metric < inOrder.length; metric++) {
    const { formula, extensive } = inOrder[metric]
    const value = formula(seen)
    out[metric] = extensive ? value / world.scale : value
  }
}
