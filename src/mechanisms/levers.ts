/**
 * Every number that government sets, with the mechanisms that read it (no others do). Defaults are the Beijing of
 * 2012-2013; ranges are what the model accepts. Names are contract.
 */
import type { LeverDeclaration } from '../scenario/declare.ts'

const fund = { readBy: ['fund'], price: 'grants and reviews, paid by the SME fund' } as const
const guarantee = { readBy: ['lend', 'settle'], scaled: false, perFirm: false } as const
const talent = { readBy: ['hire'], price: 'awards and fees, paid by the talent programme' } as const

const sectorWeight = {
  ...fund, scaled: false, perFirm: false, instruments: ['L11'],
  unit: 'weight', default: 1, minimum: 0, maximum: 10,
  mark: 'assumed', source: 'L11 range 1-3; which sectors were favoured, and how much, is not known',
  meaning: 'weight of the sector when the key-industry line is shared out',
} as const
/** Sectors of another name have the weight 1. */
const sectorWeights = {
  'fund.sectorWeights.software': sectorWeight,
  'fund.sectorWeights.technicalServices': sectorWeight,
  'fund.sectorWeights.manufacturing': sectorWeight,
  'fund.sectorWeights.trade': sectorWeight,
  'fund.sectorWeights.businessServices': sectorWeight,
  'fund.sectorWeights.otherServices': sectorWeight,
} as const

export const levers = {
  'fund.budget': {
    ...fund, scaled: true, perFirm: false, instruments: ['L01'],
    unit: 'million yuan per year', default: 800, minimum: 0, maximum: 3000,
    mark: 'seed', source: 'CF27 CF28', meaning: 'yearly budget of the SME development fund',
  },
  'fund.grantSize': {
    ...fund, scaled: false, perFirm: false, instruments: ['L02'],
    unit: 'million yuan per project', default: 0.61, minimum: 0.1, maximum: 3,
    mark: 'read', source: 'CF31', meaning: 'grant for one R&D project',
  },
  'fund.matching': {
    ...fund, scaled: false, perFirm: true, instruments: ['L02'],
    unit: 'own yuan per granted yuan', default: 1, minimum: 0, maximum: 2,
    mark: 'recalled', source: 'L02', meaning: 'own money that a firm must put beside the grant',
  },
  'fund.reviewNoise': {
    ...fund, scaled: false, perFirm: false, instruments: ['L02'],
    unit: 'standard deviations of merit', default: 1, minimum: 0, maximum: 4,
    mark: 'assumed', source: 'L02: correlation of score and quality about 0.5 to 0.7', meaning: 'error of reviewers',
  },
  'fund.connectionWeight': {
    ...fund, scaled: false, perFirm: true, instruments: ['L02'],
    unit: 'share of the score', default: 0.1, minimum: 0, maximum: 1,
    mark: 'derived', source: 'L02 range 0.1-0.3, R40 R41', meaning: "how much a firm's connections count in its score",
  },
  'fund.partnerBonus': {
    ...fund, scaled: false, perFirm: true, instruments: ['L02'],
    unit: 'share of the score', default: 0, minimum: 0, maximum: 0.5,
    mark: 'recalled', source: 'L02: no bonus in the rules of 2012', meaning: 'how much a running collaboration counts in the score',
  },
  'fund.partnerRequired': {
    ...fund, scaled: false, perFirm: true, instruments: ['L02'],
    unit: '0 or 1', default: 0, minimum: 0, maximum: 1, integer: true,
    mark: 'recalled', source: 'L02: no such rule in 2012', meaning: '1 when only firms with a running collaboration may apply',
  },
  'fund.lines.services': {
    ...fund, scaled: false, perFirm: false, instruments: ['L01'], price: 'service vouchers, paid by the SME fund',
    unit: 'share of the budget', default: 0.25, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'L01: split unknown, S36', meaning: 'line for the service system: vouchers for setting up collaborations',
  },
  'fund.lines.keyIndustries': {
    ...fund, scaled: false, perFirm: false, instruments: ['L01', 'L11'],
    unit: 'share of the budget', default: 0.25, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'L01: split unknown, S36',
    meaning: 'line for key industries: grants shared out by sector; the financing line gets what the two lines leave',
  },
  'fund.shares.interest': {
    ...fund, scaled: false, perFirm: false, instruments: ['L03'], price: 'interest subsidies, paid by the SME fund',
    unit: 'share of the financing line', default: 0.1, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'S23 names three ways and no split', meaning: 'money for interest subsidies; grants get what the shares leave',
  },
  'fund.shares.equity': {
    ...fund, scaled: false, perFirm: false, instruments: ['L04'], price: 'stakes, paid by the SME fund; dividends and sales come back',
    unit: 'share of the financing line', default: 0.1, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L04', meaning: 'money for stakes in technology firms',
  },
  'fund.shares.services': {
    ...fund, scaled: false, perFirm: false, instruments: ['L01'], price: 'service vouchers, paid by the SME fund',
    unit: 'share of the financing line', default: 0, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'services have a line of their own', meaning: 'money that goes to vouchers beside the service line',
  },
  'fund.interestShare': {
    ...fund, readBy: ['fund', 'lend'], scaled: false, perFirm: false, instruments: ['L03'], price: 'interest subsidies, paid by the SME fund',
    unit: 'share of the interest', default: 0.3, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L03', meaning: 'interest that the fund pays back to the listed firms',
  },
  'fund.equityTerms': {
    ...fund, scaled: false, perFirm: false, instruments: ['L04'], price: 'stakes, paid by the SME fund; dividends and sales come back',
    unit: 'share of the firm', default: 0.2, minimum: 0, maximum: 0.5,
    mark: 'recalled', source: 'L04', meaning: 'largest stake that the fund buys',
  },
  'fund.innovationBudget': {
    ...fund, scaled: true, perFirm: false, instruments: ['L05'], price: 'grants and reviews, paid by the innovation fund',
    unit: 'million yuan per year', default: 125, minimum: 0, maximum: 1000,
    mark: 'recalled', source: 'L05', meaning: 'yearly budget of the science and technology innovation fund',
  },
  ...sectorWeights,
  'coordination.coherence': {
    readBy: ['appropriate', 'fund'], scaled: false, perFirm: false, instruments: ['L12'], price: 'register and joint rules, paid by the coordination office',
    unit: 'share of conflicts', default: 0, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L12', meaning: 'conflicts between the rules, calendars and registers of bureaus that are removed',
  },
  'coordination.supervision': {
    readBy: ['fund', 'evaluate'], scaled: false, perFirm: false, instruments: ['L12', 'L41'], price: 'audits, paid by the coordination office',
    unit: 'audits per grant and year', default: 0.1, minimum: 0, maximum: 4,
    mark: 'derived', source: 'R47: about one grantee in five misused the money after 2006', meaning: 'audits of the accounts of running projects',
  },
  'coordination.horizon': {
    readBy: ['plan'], scaled: false, perFirm: false, instruments: ['L41'], price: 'none in cash: a law',
    unit: 'years', default: 1, minimum: 0, maximum: 10, integer: true,
    mark: 'recalled', source: 'L41: schemes are renewed from year to year before the regulations of 2014',
    meaning: 'years for which a law or plan makes support certain',
  },
  'guarantee.coverage': {
    ...guarantee, instruments: ['L28'], price: 'payouts of agencies',
    unit: 'share of the loss', default: 1, minimum: 0, maximum: 1,
    mark: 'read', source: 'R31', meaning: 'share of a guaranteed loan that the guarantee covers',
  },
  'guarantee.eligibleShare': {
    ...guarantee, readBy: ['lend'], instruments: ['L28'], price: 'payouts of agencies',
    unit: 'share of SMEs', default: 0.1, minimum: 0, maximum: 1,
    mark: 'derived', source: 'CF43', meaning: 'SMEs that the guarantee scheme is open to: those of highest net worth, which are the best documented',
  },
  'guarantee.bankShare': {
    ...guarantee, readBy: ['lend'], instruments: ['L29'], price: 'losses of banks',
    unit: 'share of the covered loss', default: 0, minimum: 0, maximum: 1,
    mark: 'read', source: 'CF45', meaning: "the bank's share of a covered loss",
  },
  'guarantee.reguaranteeShare': {
    ...guarantee, instruments: ['L29'], price: 'payouts of the re-guarantor, whose losses government makes good',
    unit: 'share of the covered loss', default: 0, minimum: 0, maximum: 1,
    mark: 'read', source: 'R31', meaning: "the re-guarantor's share of a covered loss",
  },
  'guarantee.governmentShare': {
    ...guarantee, instruments: ['L29'], price: 'shared losses, paid by the guarantee programme',
    unit: 'share of the covered loss', default: 0, minimum: 0, maximum: 1,
    mark: 'read', source: 'R31', meaning: "government's share of a covered loss",
  },
  'guarantee.compensation': {
    ...guarantee, instruments: ['L31'], price: 'risk compensation, paid by the guarantee programme',
    unit: "share of the agency's payout", default: 0, minimum: 0, maximum: 0.8,
    mark: 'recalled', source: 'L31', meaning: 'part of its payouts that an agency gets back from government',
  },
  'guarantee.replenishment': {
    ...guarantee, readBy: ['settle'], instruments: ['L30'], price: 'replenishment, paid by the guarantee programme',
    unit: 'yuan per yuan of lost capital', default: 0, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L30', meaning: "part of an agency's lost capital that government restores each year",
  },
  'guarantee.tolerance': {
    ...guarantee, instruments: ['L33', 'L32'], readBy: ['settle'], price: 'none in cash: a rule of assessment',
    unit: 'payouts per released guarantee', default: 0.02, minimum: 0, maximum: 0.2,
    mark: 'assumed', source: 'CF40: between the payout rate and its upper range', meaning: 'payout ratio above which an agency that is judged on profit grows cautious',
  },
  'guarantee.profitPressure': {
    ...guarantee, instruments: ['L32'], price: 'lower profit of agencies',
    unit: 'return on capital per year', default: 0.05, minimum: 0, maximum: 0.1,
    mark: 'recalled', source: 'L32', meaning: 'return that owners ask of an agency',
  },
  'guarantee.leverageCap': {
    ...guarantee, readBy: ['lend'], instruments: ['L33'], price: 'none in cash: a rule',
    unit: 'guarantees per capital', default: 10, minimum: 0, maximum: 30,
    mark: 'read', source: 'CF42', meaning: 'most that an agency may guarantee, in multiples of its capital',
  },
  'guarantee.feeCap': {
    ...guarantee, readBy: ['lend'], instruments: ['L33'], price: 'lower income of agencies',
    unit: 'share of the guaranteed amount per year', default: 0.022, minimum: 0, maximum: 0.04,
    mark: 'recalled', source: 'CF39', meaning: 'highest fee an agency may ask',
  },
  'guarantee.feeSubsidy': {
    ...guarantee, readBy: ['lend'], instruments: ['L33'], price: 'fee subsidies, paid by the guarantee programme',
    unit: 'share of the fee', default: 0, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'L33', meaning: 'part of the fee that government pays for the firm',
  },
  'talent.overseasRecruits': {
    ...talent, scaled: true, perFirm: false, instruments: ['L13'],
    unit: 'persons per year', default: 125, minimum: 0, maximum: 2000,
    mark: 'derived', source: 'CF48', meaning: 'specialists recruited from abroad',
  },
  'talent.leadingTalents': {
    ...talent, scaled: true, perFirm: false, instruments: ['L14'],
    unit: 'persons per year', default: 12, minimum: 0, maximum: 200,
    mark: 'recalled', source: 'L14', meaning: 'leading scientists and engineers brought into firms, each with project money',
  },
  'talent.awards': {
    ...talent, scaled: true, perFirm: false, instruments: ['L15'],
    unit: 'prizes per year', default: 200, minimum: 0, maximum: 2000,
    mark: 'recalled', source: 'L15', meaning: 'science and technology prizes for skilled staff',
  },
  'talent.equityIncentives': {
    ...talent, scaled: false, perFirm: true, instruments: ['L16'], price: 'none in public cash: owners give up part of the profit',
    unit: 'share of technology firms', default: 0.05, minimum: 0, maximum: 0.6,
    mark: 'recalled', source: 'L16', meaning: 'technology firms whose skilled staff hold a stake that leavers lose',
  },
  'talent.seniorIncentives': {
    ...talent, scaled: false, perFirm: true, instruments: ['L18'],
    unit: 'share of the skilled wage', default: 0.1, minimum: 0, maximum: 0.5,
    mark: 'recalled', source: 'L18', meaning: 'income-tax rebate of senior skilled staff as long as they stay',
  },
  'talent.training': {
    ...talent, scaled: true, perFirm: false, instruments: ['L21'],
    unit: 'seats per year', default: 20000, minimum: 0, maximum: 200000,
    mark: 'recalled', source: 'L21', meaning: 'seats in courses that government helps to pay',
  },
  'university.openness': {
    readBy: ['partner'], scaled: false, perFirm: false, instruments: ['L19'], price: 'none in public cash: staff time of universities',
    unit: 'multiple of the baseline capacity', default: 1, minimum: 0, maximum: 4,
    mark: 'assumed', source: 'L19', meaning: 'how many partners universities and institutes take on',
  },
  'university.clearRights': {
    readBy: ['partner'], scaled: false, perFirm: true, instruments: ['L19'], price: 'none in public cash: a rule',
    unit: 'share of contracts', default: 0.3, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L19', meaning: 'contracts with universities whose rights are settled before they start',
  },
} as const satisfies Record<string, LeverDeclaration>

export type LeverName = keyof typeof levers
