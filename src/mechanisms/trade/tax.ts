/** Corporate tax of a year, as `plan` has settled each firm's position: rate, super-deduction, refund, exempt income. */
import { purposeIndex, transfer } from '../../world/ledger.ts'
import type { World } from '../../world/world.ts'
import { type ParameterDeclarations, type ParameterValues, type PolicyInForce, policyOf } from '../mechanism.ts'

export const taxReturnParameters = {
  contractMargin: {
    unit: 'share of contract sales', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'L09: income of a transfer is its price less what it cost to develop',
    meaning: 'income in what technology contracts bring',
  },
  overLimit: {
    unit: 'share', default: 0.5, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L09 evidence 2C: half above', meaning: 'part of contract income above the limit that is exempt too',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof taxReturnParameters>

/** A year as a firm declares it, yuan; rates and shares as they hold for it. */
export interface TaxYear {
  readonly profit: number
  /** Losses of earlier years. */
  readonly losses: number
  /** Income that is free of tax, as far as there is profit. */
  readonly exempt: number
  /** Super-deduction of this year, and what earlier ones left. */
  readonly deduction: number
  readonly deductionForward: number
  readonly rate: number
  /** Share of the tax value of this year's unused deduction that is paid in cash. */
  readonly refund: number
}

export interface Assessment {
  readonly due: number
  readonly refunded: number
  /** Profit that is taxed in the end. */
  readonly taxed: number
  readonly lossesForward: number
  readonly deductionForward: number
}

/** Losses come off profit first, then exempt income, then deductions; what finds no profit is refunded or carried forward. */
export function assess(year: TaxYear): Assessment {
  const base = Math.max(0, year.profit - year.losses)
  const beforeDeduction = Math.max(0, base - year.exempt)
  const deduction = year.deduction + year.deductionForward
  const used = Math.min(deduction, beforeDeduction)
  const unused = deduction - used
  const refundable = Math.min(unused, year.deduction) * year.refund
  const taxed = beforeDeduction - used
  return {
    due: Math.round(year.rate * taxed),
    refunded: Math.round(year.rate * refundable),
    taxed,
    lossesForward: Math.max(0, year.losses - year.profit),
    deductionForward: unused - refundable,
  }
}

/** Income exempt under a limit, yuan: all up to it and the share `overLimit` of what is above; none without a limit. */
export function exemptIncome(income: number, limit: number, overLimit: number): number {
  if (limit <= 0) return 0
  return Math.min(income, limit) + Math.max(0, income - limit) * overLimit
}

/** Adds a quarter to a technology firm's accounts of the calendar year. */
export function keepAccounts(world: World, firm: number, contracts: number): void {
  const { revenue, rdSpending, yearRevenue, yearRd, yearContracts } = world.organisations.columns
  if (world.quarter % 4 === 0) {
    yearRevenue[firm] = 0
    yearRd[firm] = 0
    yearContracts[firm] = 0
  }
  yearRevenue[firm] += revenue[firm]
  yearRd[firm] += rdSpending[firm]
  yearContracts[firm] += contracts
}

/** Corporate tax of a firm outside the technology stratum: the standard rate on profit after losses of earlier years. */
export function payStandardTax(world: World, firm: number): void {
  const { taxable, lossesForward, cash } = world.organisations.columns
  const base = taxable[firm] - lossesForward[firm]
  lossesForward[firm] = Math.max(0, -base)
  taxable[firm] = 0
  if (base <= 0) return
  transfer(world.ledger, purposeIndex.corporateTax, firm, 0, Math.min(Math.round(world.standardTax * base), cash[firm]))
}

/** Corporate tax of a technology firm, with its reliefs. */
export function payRelievedTax(world: World, firm: number, policy: PolicyInForce, parameters: Parameters): void {
  const c = world.organisations.columns
  const limit = policyOf(policy, world, firm)['tax.contractExemption'] * 1e6
  const year: TaxYear = {
    profit: c.taxable[firm],
    losses: c.lossesForward[firm],
    exempt: exemptIncome(parameters.contractMargin * c.yearContracts[firm], limit, parameters.overLimit),
    deduction: c.superDeduction[firm] * c.yearRd[firm],
    deductionForward: c.deductionForward[firm],
    rate: world.standardTax - c.taxRelief[firm],
    refund: c.lossRefund[firm],
  }
  const { due, refunded, taxed, lossesForward, deductionForward } = assess(year)
  const unrelieved = Math.round(world.standardTax * Math.max(0, year.profit - year.losses))
  world.events.taxForgone += unrelieved - due + refunded
  c.certificateRelief[firm] += c.taxRelief[firm] * taxed
  c.taxable[firm] = 0
  c.lossesForward[firm] = lossesForward
  c.deductionForward[firm] = deductionForward
  transfer(world.ledger, purposeIndex.corporateTax, firm, 0, Math.min(due, c.cash[firm]))
  transfer(world.ledger, purposeIndex.taxRefunds, 0, firm, refunded)
}
