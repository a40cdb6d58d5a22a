/** The life of a loan: paid out, repaid, its guarantee released. A firm has one at a time. */
import { noteLoan } from '../../world/journal.ts'
import { purposeIndex, transfer } from '../../world/ledger.ts'
import { PEERS } from '../../world/organisations.ts'
import type { World } from '../../world/world.ts'
import type { Policy } from '../mechanism.ts'
import { agencyLoad } from './guarantee.ts'

/** Quarters that a loan runs (L35: one year). */
const TENOR = 4

/** A loan agreed and not yet paid out. */
export interface Loan {
  readonly firm: number
  readonly amount: number
  /** Share per year. */
  readonly rate: number
  /** Default probability that the lender or agency believes in. */
  readonly risk: number
  /** Agency + 1, 0 without a guarantee. */
  readonly agency: number
  /** Yuan that pledged claims and rights would bring, and that the owners promise, if the firm failed. */
  readonly pledge: number
  readonly personal: number
  /** Rows of the firms that stand for it. */
  readonly peers: readonly number[]
}

export const NO_PEERS: readonly number[] = []

/** A bank pays out; a loan that fell due is repaid out of the new one. */
export function payOut(world: World, policy: Policy, loan: Loan): void {
  const { firm, amount } = loan
  const c = world.organisations.columns
  const bank = c.id[firm] % world.banks.count
  transfer(world.ledger, purposeIndex.bankFunding, 0, bank, amount)
  transfer(world.ledger, purposeIndex.loans, bank, firm, amount)
  world.banks.columns.lent[bank] += amount
  replaceLoan(world, loan)
  c.loanBank[firm] = bank
  c.loanAgency[firm] = loan.agency
  c.loanCoverage[firm] = loan.agency > 0 ? policy['guarantee.coverage'] : 0
  c.loanBankShare[firm] = policy['guarantee.bankShare']
  c.loanReguaranteeShare[firm] = policy['guarantee.reguaranteeShare']
  c.loanGovernmentShare[firm] = policy['guarantee.governmentShare']
  const { events } = world
  events.liabilityChange += liabilityOf(world, firm)
  events.loansGranted++
  events.loanVolume += amount
  events.loanInterestWeighted += Math.round(amount * loan.rate)
  noteLoan(world, firm, 'granted')
}

/** Investors pay out through trusts, notes and micro-credit companies. */
export function payOutInnovative(world: World, loan: Loan): void {
  transfer(world.ledger, purposeIndex.innovativeFunding, 0, 0, loan.amount)
  transfer(world.ledger, purposeIndex.innovativeLoans, 0, loan.firm, loan.amount)
  world.lending.innovative += loan.amount
  replaceLoan(world, loan)
  world.organisations.columns.loanInnovative[loan.firm] = 1
  noteLoan(world, loan.firm, 'granted')
}

function replaceLoan(world: World, { firm, amount, rate, risk, pledge, personal, peers }: Loan): void {
  const c = world.organisations.columns
  if (c.loan[firm] > 0) repay(world, firm, c.loan[firm])
  c.loan[firm] = amount
  c.loanRate[firm] = rate
  // The loans of the first quarter stand for those that the region had: of all ages. Else all would fall due at once for ever.
  c.loanDue[firm] = world.step + (world.step === 0 ? 1 + (c.id[firm] % TENOR) : TENOR)
  c.loanRisk[firm] = risk
  c.loanPledge[firm] = pledge
  c.loanPersonal[firm] = personal
  c.lastLoan[firm] = world.step
  for (let peer = 0; peer < peers.length; peer++) {
    c.loanPeer[firm * PEERS + peer] = peers[peer]
    c.loanPeerId[firm * PEERS + peer] = c.id[peers[peer]]
  }
}

/** Repays principal of the running loan; what is fully repaid releases its guarantees. */
export function repay(world: World, firm: number, amount: number): void {
  const c = world.organisations.columns
  payBack(world, firm, amount)
  if (amount === c.loan[firm]) releaseGuarantee(world, firm)
  c.loan[firm] -= amount
  if (c.loan[firm] === 0) endLoan(world, firm)
}

/** Money from the firm to its lender, and on to those whose money it is. */
function payBack(world: World, firm: number, amount: number): void {
  const { loanBank, loanInnovative } = world.organisations.columns
  const { ledger } = world
  if (loanInnovative[firm] === 1) {
    transfer(ledger, purposeIndex.innovativeRepayments, firm, 0, amount)
    transfer(ledger, purposeIndex.innovativeReturns, 0, 0, amount)
    world.lending.innovative -= amount
    return
  }
  transfer(ledger, purposeIndex.repayments, firm, loanBank[firm], amount)
  transfer(ledger, purposeIndex.bankFundingReturned, loanBank[firm], 0, amount)
  world.banks.columns.lent[loanBank[firm]] -= amount
}

/** Nobody lends to the firm or stands for it any more. */
export function endLoan(world: World, firm: number): void {
  const c = world.organisations.columns
  c.loan[firm] = 0
  c.loanInnovative[firm] = 0
  c.loanSubsidyShare[firm] = 0
  c.loanPledge[firm] = 0
  c.loanPersonal[firm] = 0
  for (let peer = firm * PEERS; peer < (firm + 1) * PEERS; peer++) c.loanPeerId[peer] = 0
}

/** The agency's own share of a covered loss, as agreed when the loan was made. */
export function agencyShareOf(world: World, firm: number): number {
  const { loanBankShare, loanReguaranteeShare, loanGovernmentShare } = world.organisations.columns
  return Math.max(0, 1 - loanBankShare[firm] - loanReguaranteeShare[firm] - loanGovernmentShare[firm])
}

/** Loss to expect on the firm's guarantee, whoever bears it, whole yuan. */
function liabilityOf(world: World, firm: number): number {
  const { loan, loanCoverage, loanRisk } = world.organisations.columns
  return Math.round(loan[firm] * loanCoverage[firm] * loanRisk[firm])
}

/** The agency stands for the loan no longer, whether it was repaid or paid out for. */
export function releaseGuarantee(world: World, firm: number): void {
  const c = world.organisations.columns
  if (c.loanAgency[firm] === 0) return
  const agency = c.loanAgency[firm] - 1
  const covered = Math.round(c.loan[firm] * c.loanCoverage[firm])
  const { guaranteed, meanReleased } = world.agencies.columns
  world.events.liabilityChange -= liabilityOf(world, firm)
  guaranteed[agency] -= agencyLoad(c.loan[firm], c.loanCoverage[firm], agencyShareOf(world, firm))
  meanReleased[agency] += covered
  // Payouts leave out what the bank bears, so what was guaranteed does too.
  world.events.guaranteesReleased += Math.round(covered * (1 - c.loanBankShare[firm]))
  c.loanAgency[firm] = 0
  c.loanCoverage[firm] = 0
}
