/**
 * With one kind of borrower who can choose risk, a bank's profit has its maximum at a rate below the dearest that borrowers
 * would pay (Stiglitz and Weiss 1981). Borrowers are firms of the region as their bank sees them: the model's own buffer, spread,
 * loss and chance of default, and its break-even rate. In the running model riskiness is for life and the need for a loan does
 * not follow its rate, so there it is the formulas that must have the property.
 */
import { describe, expect, it } from 'vitest'
import {
  defaultChance, lossBuffer, lossGivenDefault, requiredRate, yearlyProfitSpread,
} from '../../src/mechanisms/lend/risk.ts'
import { lend } from '../../src/mechanisms/lend.ts'
import { normalCdf } from '../../src/world/arithmetic.ts'
import { defaultsOf } from '../support/innovation-world.ts'
import { firmsOf, region } from '../support/region.ts'

const { fundingCost, hurdle, horizon } = defaultsOf(lend)
const LIQUIDATION = 0.2
/** Riskiness of the bold project, relative to the safe one. */
const BOLDNESS = 3
/** The rate from which on borrowers shall prefer the bold project, per year. */
const SWITCH = 0.095
/** Up to the dearest that the model's parameters let a bank ask. */
const rates = Array.from({ length: 141 }, (_, step) => 0.06 + step / 1000)

interface Project {
  /** Chance of default, and what the owners expect to keep before interest, yuan; nothing after a default. */
  readonly risk: number
  readonly kept: number
}

/** Worth after the year is normal around the buffer: who owes more than that hands over the keys. */
function project(buffer: number, spread: number): Project {
  const density = Math.exp(-((buffer / spread) ** 2) / 2) / Math.sqrt(2 * Math.PI)
  return { risk: defaultChance(buffer, spread), kept: buffer * normalCdf(buffer / spread) + spread * density }
}

interface Borrower {
  readonly loan: number
  readonly loss: number
  readonly safe: Project
  readonly bold: Project
}

const worth = ({ loan }: Borrower, { risk, kept }: Project, rate: number): number => kept - (1 - risk) * rate * loan
const chosen = (borrower: Borrower, rate: number): Project =>
  worth(borrower, borrower.safe, rate) >= worth(borrower, borrower.bold, rate) ? borrower.safe : borrower.bold

/** What the bank earns a year per yuan lent: interest of those who survive, less loss, funding and what its owners ask. */
const profit = (rate: number, risk: number, loss: number): number => rate * (1 - risk) - risk * loss - fundingCost - hurdle

/**
 * Firms of the region with a loan of a quarter's revenue and a low chance of default. The bold project costs them as much profit as
 * makes both worth the same at `SWITCH`, which is found by bisection: the dearer it is, the less the bold project is worth.
 */
function borrowersOf(): Borrower[] {
  const world = region()
  const { meanRevenue, riskiness } = world.organisations.columns
  return firmsOf(world).flatMap((firm): Borrower[] => {
    const loan = meanRevenue[firm]
    const buffer = lossBuffer(world, firm, LIQUIDATION, horizon, loan) + loan
    const spread = yearlyProfitSpread(world, firm, horizon) * riskiness[firm]
    const safe = project(buffer, spread)
    if (loan < 1e5 || safe.risk < 0.005 || safe.risk > 0.02) return []
    const loss = lossGivenDefault(world, firm, LIQUIDATION, loan, 0)
    const withCost = (cost: number): Borrower => ({ loan, loss, safe, bold: project(buffer - cost, BOLDNESS * spread) })
    let [low, high] = [0, 3 * spread]
    for (let halving = 0; halving < 60; halving++) {
      const middle = (low + high) / 2
      const borrower = withCost(middle)
      if (worth(borrower, borrower.bold, SWITCH) > worth(borrower, safe, SWITCH)) low = middle
      else high = middle
    }
    return [withCost(high)]
  })
}

describe('bank profit over the rate', () => {
  const borrowers = borrowersOf()

  it('is 0 at the break-even rate of the model', () => {
    for (const { safe, loss } of borrowers) {
      const breakEven = requiredRate(fundingCost, hurdle, safe.risk, loss, 0)
      expect(Math.abs(profit(breakEven, safe.risk, loss))).toBeLessThan(1e-15)
    }
  })

  it('has its maximum where borrowers begin to choose the bold project, inside the range that they would pay', () => {
    expect(borrowers.length).toBeGreaterThan(20)
    for (const borrower of borrowers) {
      const at = (rate: number): number => profit(rate, chosen(borrower, rate).risk, borrower.loss)
      const best = rates.reduce((most, rate) => (at(rate) > at(most) ? rate : most))
      expect(Math.abs(best - SWITCH)).toBeLessThanOrEqual(0.001)
      expect(at(best)).toBeGreaterThan(0)
      const dearest = rates.at(-1)!
      expect(worth(borrower, chosen(borrower, dearest), dearest)).toBeGreaterThan(0)
      for (const rate of rates.filter((one) => one > best)) expect(at(rate)).toBeLessThan(at(best))
    }
  })

  it('rises with the rate throughout for those who cannot choose', () => {
    for (const { safe, loss } of borrowers) {
      rates.slice(1).forEach((rate, index) => expect(profit(rate, safe.risk, loss)).toBeGreaterThan(profit(rates[index], safe.risk, loss)))
    }
  })
})
