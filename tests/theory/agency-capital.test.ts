/**
 * Capital of a guarantee agency with the same net payout P and running costs k in every quarter, and interest i on capital:
 * C(t+1) = g (C(t) - P) - k with g = 1 + i/4, so C(t) = C* + g^t (C(0) - C*) with C* = (g P + k) / (g - 1). A replenishment of the share s of
 * what is missing to the paid-in capital, once a year, is one more linear map.
 */
import { describe, expect, it } from 'vitest'
import { settle } from '../../src/mechanisms/settle.ts'
import { balancesOf } from '../../src/world/ledger.ts'
import type { World } from '../../src/world/world.ts'
import { defaultsOf, policyWith } from '../support/innovation-world.ts'
import { act, clearDebts, firmsOf, indebt, region } from '../support/region.ts'

const { capitalIncome, agencyCost, recovery } = defaultsOf(settle)
const CAPITAL = 400e6, LOSS = 6e6, STANDING = 80e6
const growth = 1 + capitalIncome / 4
const payout = LOSS * (1 - recovery)
const costs = (STANDING * agencyCost) / 4

/** Capital after each quarter in which one guaranteed loan of `LOSS` is lost whole, while one of `STANDING` goes on. */
function capitalOver(quarters: number, replenishment: number, firstQuarter: number, meetings: boolean): number[] {
  const world: World = region()
  const [failing, sound] = firmsOf(world)
  const { cash, assets, insolvent } = world.organisations.columns
  const capital = balancesOf(world.ledger, 'agencies')
  clearDebts(world)
  capital[0] = CAPITAL
  world.agencies.columns.paidIn[0] = CAPITAL
  indebt(world, sound, { amount: STANDING, quarters: 1000, agency: 0 })
  const policy = policyWith({ 'guarantee.replenishment': replenishment, 'guarantee.compensation': 0 })
  world.quarter = firstQuarter
  return Array.from({ length: quarters }, () => {
    indebt(world, failing, { amount: LOSS, quarters: 0, agency: 0 })
    cash[failing] = 0
    assets[failing] = 0
    insolvent[failing] = 1
    act(world, settle, { policy })
    world.step++
    if (meetings) world.quarter++
    return capital[0]
  })
}

/** Two amounts are rounded to a yuan in each quarter. */
const closeTo = (seen: number, expected: number, quarters: number): void => expect(Math.abs(seen - expected)).toBeLessThanOrEqual(quarters * growth ** quarters)

describe('capital of an agency with constant payouts', () => {
  it('between general meetings', () => {
    const fixed = (growth * payout + costs) / (growth - 1)
    const seen = capitalOver(60, 0, 8001, false)
    seen.forEach((capital, t) => closeTo(capital, fixed + growth ** (t + 1) * (CAPITAL - fixed), t + 1))
    // Payouts are beyond what capital earns.
    expect(seen.at(-1)).toBeLessThan(CAPITAL)
  })

  it.each([0, 0.25, 0.5, 1])('with the share %s of what is missing replenished each year', (share) => {
    const years = 20
    const seen = capitalOver(4 * years, share, 8000, true)
    // A year as one linear map, C -> a C + b.
    const a = (1 - share) * growth ** 4
    const lost = (growth * payout + costs) * (1 + growth + growth ** 2 + growth ** 3)
    const b = share * CAPITAL - (1 - share) * lost
    const fixed = b / (1 - a)
    for (let year = 1; year <= years; year++) {
      closeTo(seen[4 * year - 1], fixed + a ** year * (CAPITAL - fixed), 5 * year)
    }
    if (share === 1) expect(seen.at(-1)).toBe(CAPITAL)
  })
})
