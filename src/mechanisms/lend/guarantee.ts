/** Guarantee agencies: what they ask for, whom they accept, and until their means are used up. */
import { balancesOf, purposeIndex, transfer } from '../../world/ledger.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, Policy } from '../mechanism.ts'

export const guaranteeParameters = {
  capitalUse: {
    unit: 'capital per guaranteed yuan', default: 0.2, minimum: 0.05, maximum: 1,
    mark: 'derived', source: 'CF41 CF42: owners think in something between the cap of 10 and the leverage of 2.4',
    meaning: 'capital that owners see tied by a yuan guaranteed at the own share',
  },
  exposureCharge: {
    unit: 'margin per multiple of capital', default: 0.002, minimum: 0, maximum: 0.02,
    mark: 'assumed', source: 'CF41 CF42: agencies stop at two to three times their capital where ten are allowed',
    meaning: 'margin that owners ask of the next guarantee for each multiple of capital that is at stake already, at a required return of 5 %',
  },
  reguaranteePremium: {
    unit: 'share of the fee per share of the loss', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 're-guarantors of provinces price below the primary fee', meaning: 'price of re-guarantee',
  },
  clientLimit: {
    unit: 'share of capital', default: 0.1, minimum: 0.01, maximum: 1,
    mark: 'read', source: 'R28 R30', meaning: 'most that an agency may guarantee for one client',
  },
} as const satisfies ParameterDeclarations

/** Required return to which charges of owners who judge on profit are stated. */
export const USUAL_PRESSURE = 0.05

export interface GuaranteeTerms {
  /** Share of a covered loss that the agency bears itself, after compensation. */
  readonly netShare: number
  /** The same before compensation: what counts against its capital. */
  readonly ownShare: number
  /** Income per covered yuan. */
  readonly income: number
}

export function guaranteeTerms(policy: Policy, reguaranteePremium: number): GuaranteeTerms {
  const ownShare = Math.max(
    0,
    1 - policy['guarantee.bankShare'] - policy['guarantee.reguaranteeShare'] - policy['guarantee.governmentShare'],
  )
  return {
    ownShare,
    netShare: ownShare * (1 - policy['guarantee.compensation']),
    income: policy['guarantee.feeCap'] * (1 - reguaranteePremium * policy['guarantee.reguaranteeShare']),
  }
}

/** Expected margin per covered yuan above what the owners' return on tied capital asks for. */
export function guaranteeMargin(
  terms: GuaranteeTerms, risk: number, lossGivenDefault: number, requiredReturn: number,
  parameters: { agencyCost: number; capitalIncome: number; capitalUse: number; recovery: number },
): number {
  const loss = risk * lossGivenDefault * (1 - parameters.recovery) * terms.netShare
  const capitalCharge = (requiredReturn - parameters.capitalIncome) * parameters.capitalUse * terms.ownShare
  return terms.income - loss - parameters.agencyCost - capitalCharge
}

/** What a guarantee counts against the agency's capital: whole yuan, so that sums are exact in any order. */
export function agencyLoad(loan: number, coverage: number, ownShare: number): number {
  return Math.round(loan * coverage * ownShare)
}

/** A loan that a bank would make with a guarantee. */
export interface Request {
  readonly firm: number
  readonly agency: number
  readonly amount: number
  readonly rate: number
  readonly risk: number
  readonly margin: number
}

/**
 * Each agency takes its requests by margin, the best first, as far as capital times the leverage cap reaches; and, judged on profit,
 * asks for more margin the more of its capital is at stake. Requests come in any order.
 */
export function decideRequests<R extends Request>(
  world: World, requests: R[], policy: Policy, terms: GuaranteeTerms, exposureCharge: number,
): { request: R; accepted: boolean }[] {
  const { id } = world.organisations.columns
  const { guaranteed, limit, caution } = world.agencies.columns
  const capital = balancesOf(world.ledger, 'agencies')
  for (let agency = 0; agency < world.agencies.count; agency++) {
    limit[agency] = Math.max(guaranteed[agency], policy['guarantee.leverageCap'] * capital[agency])
  }
  const charge = (exposureCharge * policy['guarantee.profitPressure']) / USUAL_PRESSURE
  requests.sort((a, b) => a.agency - b.agency || b.margin - a.margin || id[a.firm] - id[b.firm])
  return requests.map((request) => {
    const load = agencyLoad(request.amount, policy['guarantee.coverage'], terms.ownShare)
    const { agency, margin } = request
    const exposure = guaranteed[agency] + load
    const accepted = exposure <= limit[agency] && (margin - caution[agency]) * capital[agency] >= charge * exposure
    if (accepted) guaranteed[agency] = exposure
    return { request, accepted }
  })
}

/** The fee is paid when the guarantee is given, by the firm and, with a fee subsidy, by government. */
export function payFee(world: World, firm: number, agency: number, covered: number, policy: Policy, reguaranteePremium: number): void {
  const fee = Math.round(covered * policy['guarantee.feeCap'])
  const subsidy = Math.round(fee * policy['guarantee.feeSubsidy'])
  const premium = Math.round(fee * reguaranteePremium * policy['guarantee.reguaranteeShare'])
  transfer(world.ledger, purposeIndex.guaranteeFees, firm, agency, fee - subsidy)
  transfer(world.ledger, purposeIndex.guaranteeAppropriation, 0, 0, subsidy)
  transfer(world.ledger, purposeIndex.feeSubsidies, 0, agency, subsidy)
  transfer(world.ledger, purposeIndex.reguaranteePremiums, agency, 0, premium)
}
