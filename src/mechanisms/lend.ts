/**
 * Credit and what takes its place. A firm short of money may sell shares, not ask, be refused, or get less than it asked.
 * Banks judge risk with an effort that pays only as far as they can lose, ask for collateral, and lend without it only
 * with a guarantee, of an agency or of neighbours; agencies accept what earns their owners' return within their means.
 * Whom no bank serves may turn to innovative financing, which is dearer and limited.
 */
import { askForMoney } from './lend/asking.ts'
import { acceptanceOf, collateralParameters } from './lend/collateral.ts'
import { netWorthOfTop } from './lend/eligibility.ts'
import { fundersParameters, lendInnovative } from './lend/funders.ts'
import { grant, lendToNeighbours, refuse, servedNow, settleRequests } from './lend/granting.ts'
import { guaranteeParameters, guaranteeTerms } from './lend/guarantee.ts'
import { listingParameters } from './lend/listing.ts'
import { mutualParameters } from './lend/mutual.ts'
import type { Lent, Office } from './lend/office.ts'
import { closeQuota, openQuota, quotaParameters, ration } from './lend/quota.ts'
import { riskParameters } from './lend/risk.ts'
import { mechanism, type ParameterValues } from './mechanism.ts'
import { settlementParameters } from './settle/costs.ts'

const parameters = {
  ...riskParameters,
  ...collateralParameters,
  ...guaranteeParameters,
  ...mutualParameters,
  ...fundersParameters,
  ...listingParameters,
  ...quotaParameters,
  hurdle: {
    unit: 'rate per year', default: 0.029, minimum: 0, maximum: 0.05,
    mark: 'assumed', source: 'return on capital, taxes and branches of banks; with the funding cost just below the rate of the best SMEs', meaning: 'margin that a bank asks for above its cost',
  },
  screeningCost: {
    unit: 'yuan per loan', default: 9000, minimum: 0, maximum: 100_000,
    mark: 'assumed', source: 'R24: long wait; about two weeks of an officer', meaning: 'work of looking as closely as an own share of 1 asks for, at a firm that nobody shows which product fits',
  },
  lowestRate: {
    unit: 'rate per year', default: 0.066, minimum: 0.04, maximum: 0.1,
    mark: 'recalled', source: 'evidence 2B: benchmark 6.0 % and a mark-up of 10 %', meaning: 'rate for the best SMEs',
  },
  highestRate: {
    unit: 'rate per year', default: 0.09, minimum: 0.05, maximum: 0.2,
    mark: 'recalled', source: 'evidence 2B: benchmark 6.0 % and a mark-up of 50 %', meaning: 'highest rate of a bank loan',
  },
  leastPart: {
    unit: 'share of the amount asked', default: 0.4, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'property 13: getting less than asked', meaning: 'smallest part of the need for which a loan still makes sense',
  },
  precaution: {
    unit: 'share of working capital', default: 1.3, minimum: 0, maximum: 4,
    mark: 'assumed', source: 'survival first', meaning: 'cash that a firm wants for its production, beside its plans',
  },
  smallestNeed: {
    unit: 'share of quarterly revenue', default: 0.08, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'less is bridged by paying later', meaning: 'need below which a firm does not think of a loan',
  },
  benefit: {
    unit: 'share of the amount', default: 0.08, minimum: 0, maximum: 0.5,
    mark: 'assumed', source: 'informal loans cost 13-15 % (R25) against 7 %', meaning: 'what a bank loan is worth to a firm in need, above its cost',
  },
  applicationCost: {
    unit: 'yuan', default: 13_000, minimum: 0, maximum: 200_000,
    mark: 'assumed', source: 'R24: long wait, 46 %; about six weeks of a clerk',
    meaning: 'what asking for a loan costs a firm that nobody shows which product fits',
  },
  guess: {
    unit: 'rate', default: 0.012, minimum: 0.001, maximum: 0.1,
    mark: 'assumed', source: 'firms do not see into the bank', meaning: 'error with which firms guess the rate that a bank would ask from them',
  },
  subsidyCap: {
    unit: 'yuan per loan', default: 1e6, minimum: 0, maximum: 1e7,
    mark: 'recalled', source: 'L03', meaning: 'most interest that the fund pays back on one loan',
  },
  refusal: {
    unit: 'share', default: 0.05, minimum: 0, maximum: 1,
    mark: 'read', source: 'R25: 3.7 % of applications are rejected in good years', meaning: 'applications that a bank turns down for reasons of its own',
  },
} as const
export type Parameters = ParameterValues<typeof parameters & typeof settlementParameters>

export const lend = mechanism({
  name: 'lend',
  purpose: 'firms short of money sell shares or ask banks, which screen, price and ration; agencies and neighbours guarantee; investors lend to the rest',
  parameters,
  reads: { of: 'settle', parameters: settlementParameters },
  switchable: true,
  existsFor: { metric: 'revenue', without: 'lower' },
  run(world, inForce, parameters, random) {
    const policy = inForce.general
    world.eligibleNetWorth = netWorthOfTop(world, policy['guarantee.eligibleShare'])
    const quota = openQuota(world, policy['finance.smallMicroQuota'], parameters)
    const office: Office = {
      world,
      policy,
      parameters,
      terms: guaranteeTerms(policy, parameters.reguaranteePremium),
      accepted: acceptanceOf(policy['finance.alternativeCollateral']),
      draws: random.site('lend', world.step),
      requests: [],
      agreed: [],
      unserved: [],
    }
    askForMoney(office, random)
    settleRequests(office)
    const { granted, cut, left } = ration(world, office.agreed, quota, parameters)
    const lent: Lent = { small: 0, other: 0 }
    for (const loan of granted) grant(office, loan, lent)
    for (const loan of cut) refuse(office, loan)
    lendToNeighbours(office, left, lent, random)
    const volume = Math.round((policy['finance.innovativeVolume'] * 1e6) / 4)
    lendInnovative(world, office.unserved.filter(({ firm }) => !servedNow(world, firm)), volume, parameters, random)
    closeQuota(world, lent.small, lent.other, parameters)
  },
})
