/**
 * Every number that government sets, with the mechanisms that read it (no others do). Defaults are the Beijing of
 * 2012-2013; ranges are what the model accepts. Names are contract.
 */
import type { LeverDeclaration } from '../scenario/declare.ts'

const fund = { readBy: ['fund'], price: 'grants and reviews, paid by the SME fund' } as const
const guarantee = { readBy: ['lend', 'settle'], scaled: false, perFirm: false } as const
const tax = { readBy: ['plan'], price: 'tax forgone', scaled: false, perFirm: true } as const
const alliances = { readBy: ['ally'], perFirm: false, instruments: ['L26'] } as const
const clusters = { readBy: ['partner'], scaled: false, perFirm: false, instruments: ['L27'] } as const
const information = { readBy: ['inform'], scaled: false, perFirm: false } as const
const platforms = { scaled: false, perFirm: false } as const
const finance = { readBy: ['lend'], perFirm: false } as const
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
  'finance.innovativeVolume': {
    ...finance, scaled: true, instruments: ['L06'], price: 'none in public cash: losses of private investors',
    unit: 'million yuan per year', default: 3600, minimum: 0, maximum: 15_000,
    mark: 'seed', source: 'S37', meaning: 'most that trusts, collective bonds and notes, micro-credit and pledged rights may bring to SMEs',
  },
  'finance.directAccess': {
    ...finance, scaled: false, instruments: ['L25'], price: 'none in public cash: issue costs of firms',
    unit: 'share of SMEs per year', default: 0.002, minimum: 0, maximum: 0.05,
    mark: 'recalled', source: 'L25', meaning: 'SMEs that the capital market lets raise equity',
  },
  'finance.alternativeCollateral': {
    ...finance, scaled: false, instruments: ['L34'], price: 'none in public cash: a rule',
    unit: 'kinds', default: 1.5, minimum: 1, maximum: 5,
    mark: 'recalled', source: 'L34', meaning: 'kinds of collateral that banks accept: real estate, movables, rights on knowledge, equity, personal guarantee',
  },
  'finance.smallMicroQuota': {
    ...finance, scaled: false, instruments: ['L35'], price: 'none in public cash: a rule for banks',
    unit: 'growth per year', default: 0, minimum: -0.2, maximum: 0.4,
    mark: 'derived', source: 'L35, S61', meaning: 'growth of the loan quota of small and micro firms beyond that of other loans; 0: it does not bind',
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
    unit: 'share of SMEs', default: 0.06, minimum: 0, maximum: 1,
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
    ...guarantee, instruments: ['L30'], price: 'replenishment, paid by the guarantee programme',
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
  'tax.highTechRate': {
    ...tax, instruments: ['L07'],
    unit: 'share of profit', default: 0.15, minimum: 0, maximum: 0.25,
    mark: 'recalled', source: 'CF51', meaning: 'corporate tax of certified high-tech enterprises',
  },
  'tax.highTechThresholds': {
    ...tax, instruments: ['L07'],
    unit: 'multiple of the statutory steps', default: 1, minimum: 0, maximum: 3,
    mark: 'read', source: 'CF53 CF54 CF55', meaning: 'R&D over sales that a certificate asks for: 6, 4 and 3 % by size of sales at 1',
  },
  'tax.highTechAudit': {
    ...tax, instruments: ['L07'], price: 'audits, paid by the science commission',
    unit: 'share of certificates per year', default: 0.1, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L07: 0.05-0.2', meaning: 'high-tech certificates whose R&D accounts are audited',
  },
  'tax.superDeduction': {
    ...tax, instruments: ['L08'],
    unit: 'share of R&D', default: 0.5, minimum: 0, maximum: 1.5,
    mark: 'recalled', source: 'CF52', meaning: 'R&D deducted from taxable profit beyond its cost',
  },
  'tax.lossRefund': {
    ...tax, instruments: ['L08'], price: 'refunds, paid by the treasury',
    unit: 'share of the tax value', default: 0, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L08', meaning: "part of the super-deduction's tax value paid in cash to a firm without taxable profit",
  },
  'tax.contractExemption': {
    ...tax, readBy: ['trade'], instruments: ['L09'],
    unit: 'million yuan per firm and year', default: 5, minimum: 0, maximum: 20,
    mark: 'recalled', source: 'L09',
    meaning: 'income from technology contracts that is free of corporate tax, what is above at half the rate; at 0 there is neither',
  },
  'tax.transformationSupport': {
    ...tax, readBy: ['partner', 'trade'], instruments: ['L10'], price: 'bonuses, paid by the science commission',
    unit: 'share of first sales', default: 0, minimum: 0, maximum: 0.3,
    mark: 'recalled', source: 'L10', meaning: 'bonus on the first sales of a result taken over from a university or institute',
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
  'talent.inventorShare': {
    readBy: ['partner'], scaled: false, perFirm: false, instruments: ['L17'], price: 'none in public cash: universities keep less of what contracts bring',
    unit: 'share of transfer income', default: 0.25, minimum: 0, maximum: 0.9,
    mark: 'recalled', source: 'L17: 0.2-0.3', meaning: 'part of what a contract brings to a university that goes to the academics who do the work',
  },
  'talent.partTimeExperts': {
    ...talent, scaled: false, perFirm: false, instruments: ['L20'], price: 'part of the pay of experts, paid by the talent programme',
    unit: 'share of academics', default: 0.05, minimum: 0, maximum: 0.3,
    mark: 'recalled', source: 'L20', meaning: 'academics who are allowed to advise firms part-time',
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
  'alliances.target': {
    ...alliances, scaled: true, price: 'support of the alliances that it recognises',
    unit: 'alliances', default: 150, minimum: 0, maximum: 1000,
    mark: 'seed', source: 'CF24', meaning: 'number of alliances up to which government recognises new ones and supports them',
  },
  'alliances.support': {
    ...alliances, scaled: false, price: 'support, paid by the alliance programme',
    unit: 'million yuan per alliance and year', default: 0.3, minimum: 0, maximum: 5,
    mark: 'recalled', source: 'L26 range 0.3-1', meaning: 'what government pays to each alliance that it supports',
  },
  'alliances.smeShare': {
    ...alliances, scaled: false, price: 'none in cash: a rule',
    unit: 'share of seats', default: 0.5, minimum: 0, maximum: 1,
    mark: 'seed', source: 'CF26', meaning: 'seats of each alliance that only SMEs may take',
  },
  'alliances.mixRequired': {
    ...alliances, instruments: ['L26', 'L27'], scaled: false, price: 'none in cash: a condition of support',
    unit: 'kinds', default: 0, minimum: 0, maximum: 5, integer: true,
    mark: 'assumed', source: 'L27: mandatory partner mix',
    meaning: 'how many of the five main bodies (enterprises, universities, institutes, intermediaries, government) a supported alliance must have',
  },
  'clusters.concentration': {
    ...clusters, price: 'none in public cash: siting of firms and events',
    unit: "share of a firm's looks", default: 0.12, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'L27: geographic concentration', meaning: 'looks of searching firms that stay inside the own industrial cluster',
  },
  'clusters.valueChain': {
    ...clusters, price: 'none in public cash: supplier conferences of large firms',
    unit: 'multiple of the baseline', default: 1, minimum: 0, maximum: 4,
    mark: 'assumed', source: 'L27: supplier-tie weight', meaning: 'how often suppliers meet the large firm that they deliver to',
  },
  'platforms.service': {
    ...platforms, readBy: ['inform'], instruments: ['L22'], price: 'staff, paid by the platform programme', integer: true,
    unit: 'platforms', default: 19, minimum: 0, maximum: 150,
    mark: 'seed', source: 'CF33', meaning: 'public service platforms, which find partners for searching firms',
  },
  'platforms.incubators': {
    ...platforms, readBy: ['turnover'], instruments: ['L23'], price: 'rents, services and management, paid by the platform programme',
    integer: true, unit: 'incubators', default: 20, minimum: 0, maximum: 200,
    mark: 'seed', source: 'CF34', meaning: 'entrepreneurial bases, which take in young technology firms',
  },
  'platforms.finance': {
    ...platforms, readBy: ['inform'], instruments: ['L24'], price: 'staff, paid by the platform programme',
    unit: 'share', default: 0.3, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L24', meaning: 'how well the financial services platform matches firm and loan product',
  },
  'information.build': {
    ...information, instruments: ['L36'], price: 'building, paid by the information programme',
    unit: "multiple of the baseline's money", default: 1, minimum: 0, maximum: 10,
    mark: 'assumed', source: 'L36', meaning: 'money for building and renewing information platforms',
  },
  'information.coFunding': {
    ...information, instruments: ['L36'], price: 'none in public cash: private partners pay as far as use is worth it to them',
    unit: 'private yuan per public yuan', default: 0.3, minimum: 0, maximum: 2,
    mark: 'recalled', source: 'L36', meaning: 'private money asked for beside public money for building',
  },
  'information.operation': {
    ...information, instruments: ['L37'], price: 'operation, paid by the information programme',
    unit: "multiple of the baseline's money", default: 1, minimum: 0, maximum: 10,
    mark: 'assumed', source: 'L37', meaning: 'subsidy for operating information platforms',
  },
  'information.evaluation': {
    ...information, readBy: ['evaluate'], instruments: ['L38'], price: 'measuring, paid by the information programme',
    unit: 'share of the operating subsidy', default: 0, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L38: none', meaning: 'part of the operating subsidy that hangs on use',
  },
  'information.variants': {
    ...information, instruments: ['L39'], price: 'further editions, paid by the information programme', integer: true,
    unit: 'editions', default: 1, minimum: 1, maximum: 12,
    mark: 'recalled', source: 'L39', meaning: 'editions for firms of different size, sector and stage',
  },
  'information.outreach': {
    ...information, perFirm: true, instruments: ['L40'], price: 'publicity, paid by the information programme',
    unit: 'share of managers per year', default: 0.2, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L40', meaning: 'managers of SMEs whom publicity reaches',
  },
} as const satisfies Record<string, LeverDeclaration>

export type LeverName = keyof typeof levers
