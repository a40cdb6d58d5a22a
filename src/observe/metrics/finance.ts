/** Credit and guarantees. */
import { YEAR } from '../tallies.ts'
import { type Metric, MILLION, ratio, share, total } from './declare.ts'

export const financeMetrics = {
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
} as const satisfies Record<string, Metric>
