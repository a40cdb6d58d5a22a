/** Where a quarter's wishes for money meet: what is asked for, agreed, and not served. */
import type { Draws } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { Parameters } from '../lend.ts'
import type { Policy } from '../mechanism.ts'
import type { Acceptance } from './collateral.ts'
import type { Unserved } from './funders.ts'
import type { GuaranteeTerms, Request } from './guarantee.ts'
import type { Loan } from './loans.ts'
import type { Prospect } from './risk.ts'

export interface Office {
  readonly world: World
  readonly policy: Policy
  readonly parameters: Parameters
  readonly terms: GuaranteeTerms
  readonly accepted: Acceptance
  readonly draws: Draws
  readonly requests: PendingRequest[]
  /** Loans that banks are willing to make. */
  readonly agreed: Agreed[]
  readonly unserved: Applicant[]
}

/** Yuan that banks have lent in this quarter. */
export interface Lent {
  small: number
  other: number
}

/** A loan against the firm's own collateral. Money in yuan. */
export interface PlainLoan {
  readonly firm: number
  readonly amount: number
  /** Share lost in a default, pledges counted. */
  readonly loss: number
  readonly pledge: number
  readonly personal: number
  readonly prospect: Prospect
}

export interface Applicant extends Unserved {
  /** What its own collateral is good for. */
  readonly offered: number
  /** A bank has said no to the firm itself, not to its collateral. */
  readonly refused: boolean
}

export interface Agreed extends Loan {
  readonly applicant: Applicant
}

export interface PendingRequest extends Request {
  /** What becomes of the firm when no agency guarantees. */
  readonly otherwise: PlainLoan | undefined
  readonly applicant: Applicant
}

/**
 * Part of the work on an application, the firm's and the bank's, that no platform saves: a firm that is informed and rightly
 * matched comes to the product that fits, with the papers that it asks for.
 */
export const unmatched = ({ platforms, organisations }: World, firm: number): number =>
  1 - platforms.finance.columns.accuracy[0] * organisations.columns.awareness[firm]

/** Share of the interest that the fund promises to a firm on its list, within what it pays on one loan. */
export function subsidyShare({ world, policy, parameters }: Office, firm: number, amount: number, rate: number): number {
  if (world.organisations.columns.interestListed[firm] === 0) return 0
  return Math.min(policy['fund.interestShare'], parameters.subsidyCap / Math.max(1, amount * rate))
}
