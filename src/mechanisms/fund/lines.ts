/** How the yearly budget of the SME fund is split, and what becomes of money that was not asked for. */
import { balancesOf, purposeIndex, SME_FUND, transfer } from '../../world/ledger.ts'
import type { World } from '../../world/world.ts'
import type { Policy } from '../mechanism.ts'

/** Whole yuan by use. */
export interface Lines {
  /** Grants of the financing line and of the key-industry line. */
  readonly financing: number
  readonly keyIndustries: number
  readonly interest: number
  readonly equity: number
  readonly services: number
}

/** What is left of rounding goes to the grants of the financing line. */
export function splitBudget(budget: number, policy: Policy): Lines {
  const service = Math.floor(budget * policy['fund.lines.services'])
  const keyIndustries = Math.floor(budget * policy['fund.lines.keyIndustries'])
  const line = budget - service - keyIndustries
  const interest = Math.floor(line * policy['fund.shares.interest'])
  const equity = Math.floor(line * policy['fund.shares.equity'])
  const vouchers = Math.floor(line * policy['fund.shares.services'])
  // Shares may miss 1 by a few bits.
  const financing = Math.max(0, line - interest - equity - vouchers)
  return { financing, keyIndustries, interest, equity, services: service + vouchers }
}

/** The year's money comes in; money for interest and vouchers that was not used since the last call lapses. */
export function openBudget({ ledger }: World, { financing, keyIndustries, interest, equity, services }: Lines): void {
  const balances = balancesOf(ledger, 'government:sme-fund')
  for (const account of [SME_FUND.interest, SME_FUND.services]) transfer(ledger, purposeIndex.fundLapse, account, 0, balances[account])
  transfer(ledger, purposeIndex.fundAppropriation, 0, SME_FUND.grants, financing + keyIndustries)
  transfer(ledger, purposeIndex.fundAppropriation, 0, SME_FUND.interest, interest)
  transfer(ledger, purposeIndex.fundAppropriation, 0, SME_FUND.equity, equity)
  transfer(ledger, purposeIndex.fundAppropriation, 0, SME_FUND.services, services)
}
