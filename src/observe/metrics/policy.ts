/** Grants, taxes, and what policy costs the public. */
import { pow } from '../../world/arithmetic.ts'
import { purposeIndex } from '../../world/ledger.ts'
import { NEVER } from '../../world/organisations.ts'
import { YEAR } from '../tallies.ts'
import { type Metric, MILLION, ratio, share, total } from './declare.ts'

/** Social discount rate, share per year; 3 to 8 % are usual in appraisals of public projects. Recalled. */
const DISCOUNT_RATE = 0.05
const discount = (years: number): number => pow(1 + DISCOUNT_RATE, -years)

export const policyMetrics = {
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
} as const satisfies Record<string, Metric>
