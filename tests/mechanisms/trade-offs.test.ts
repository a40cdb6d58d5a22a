/**
 * Trade-offs that theory knows, each shown by one mechanism on a small world. Those that need years are with their
 * mechanisms: a grant to a firm rich in cash and to a poor one (grants.test.ts), coherence on and off (fund.test.ts), old
 * ties that lose novelty (partner.test.ts), shelter and the fall after it (incubators.full.test.ts).
 */
import { describe, expect, it } from 'vitest'
import { lend } from '../../src/mechanisms/lend.ts'
import type { LeverName } from '../../src/mechanisms/levers.ts'
import { plan } from '../../src/mechanisms/plan.ts'
import { userCost } from '../../src/mechanisms/plan/tax.ts'
import { workingCapital } from '../../src/world/firm.ts'
import { balancesOf, purposeIndex, transfer } from '../../src/world/ledger.ts'
import { NEVER } from '../../src/world/organisations.ts'
import { createRandomness } from '../../src/world/random.ts'
import type { World } from '../../src/world/world.ts'
import { defaultsOf, policyWith } from '../support/innovation-world.ts'
import { act, clearDebts, firmsOf, isTechnologySme, region, total } from '../support/region.ts'

type Levers = Partial<Record<LeverName, number>>

const mean = (values: readonly number[]): number => total(values) / values.length

describe('guarantees', () => {
  /** A quarter in which every firm lacks money and may ask for a guarantee, and nothing but banks and agencies serves it. */
  function lendWith(levers: Levers, luck: number, parameters: Record<string, number> = {}): { world: World; screening: number } {
    const world = region()
    clearDebts(world)
    // Banks pay for screening before `settle` closes their books for the quarter.
    for (let bank = 0; bank < world.banks.count; bank++) transfer(world.ledger, purposeIndex.bankCapital, 0, bank, 1e8)
    const { cash, meanProfit, meanRevenue } = world.organisations.columns
    for (const [index, firm] of firmsOf(world).entries()) {
      meanProfit[firm] = Math.round((0.02 + 0.02 * (index % 4)) * meanRevenue[firm])
      cash[firm] = Math.round(0.3 * workingCapital(world, firm, meanRevenue[firm]))
    }
    const open: Levers = { 'guarantee.eligibleShare': 1, 'guarantee.leverageCap': 30, 'finance.innovativeVolume': 0, 'finance.directAccess': 0 }
    const flows = act(world, lend, {
      policy: policyWith({ ...open, ...levers }),
      parameters: { neighbours: 0, clientLimit: 1, ...parameters },
      random: createRandomness('trade-offs', luck),
    })
    return { world, screening: flows[purposeIndex.screening] }
  }

  describe('of which banks bear more of the loss', () => {
    const LUCK = [1, 2, 3, 4]
    const seen = (bankShare: number, parameters: Record<string, number> = {}) => {
      const quarters = LUCK.map((luck) => {
        // Agencies take whom banks agree to, however much is at stake.
        const { world, screening } = lendWith({ 'guarantee.bankShare': bankShare }, luck, { exposureCharge: 0, ...parameters })
        const { defaultRisk, loanAgency } = world.organisations.columns
        const guaranteed = firmsOf(world, (_, firm) => loanAgency[firm] > 0)
        return { screening, guaranteed: guaranteed.length, risks: guaranteed.map((firm) => defaultRisk[firm]) }
      })
      return {
        screening: total(quarters.map((one) => one.screening)) / total(quarters.map((one) => one.guaranteed)),
        risk: mean(quarters.flatMap((one) => one.risks)),
        guaranteed: total(quarters.map((one) => one.guaranteed)),
      }
    }
    it('are screened more, and fail less', () => {
      const [none, most] = [seen(0), seen(0.8)]
      expect(none.guaranteed).toBeGreaterThan(500)
      expect(most.screening).toBeGreaterThan(2 * none.screening)
      expect(most.risk).toBeLessThan(0.8 * none.risk)
      // It is what banks see that makes the difference: where nobody looks, what they bear changes little but how many get a loan.
      const [blind, blindMost] = [seen(0, { screening: 0 }), seen(0.8, { screening: 0 })]
      expect(blindMost.guaranteed).toBeLessThan(blind.guaranteed)
      expect(blind.risk - blindMost.risk).toBeLessThan(0.3 * (none.risk - most.risk))
    })
  })

  it('a higher leverage cap changes nothing where appetite ends before it, a lower one binds', () => {
    const stock = (leverageCap: number) => {
      const { world } = lendWith({ 'guarantee.leverageCap': leverageCap }, 1)
      const capital = balancesOf(world.ledger, 'agencies')
      const loads = [...world.agencies.columns.guaranteed]
      return { load: total(loads), leverage: Math.max(...loads.map((load, agency) => load / capital[agency])) }
    }
    const free = stock(1e6)
    expect(free.load).toBeGreaterThan(0)
    // Fees add to the capital after the limit was set, so that the limit lies a little above the leverage that is seen.
    expect(stock(1.5 * free.leverage).load).toBe(free.load)
    expect(stock(3 * free.leverage).load).toBe(free.load)
    expect(stock(free.leverage / 4).load).toBeLessThan(0.6 * free.load)
  })
})

describe('the super-deduction', () => {
  it('brings about half as much R&D where the reduced rate of a certificate holds', () => {
    const parameters = defaultsOf(plan)
    const planned = (certified: boolean, superDeduction: number): number => {
      const world = region()
      // No new certificates in this quarter, and nothing but the user cost decides.
      world.quarter = 8001
      const c = world.organisations.columns
      const firms = firmsOf(world, isTechnologySme)
      for (const firm of firms) {
        c.certificateEnds[firm] = certified ? world.step + 8 : NEVER
        c.highTechAim[firm] = 0
        c.grantEnds[firm] = NEVER
        c.confidence[firm] = 1
        c.cash[firm] = 1e9
        c.meanProfit[firm] = 1e5
        c.lossesForward[firm] = 0
        c.deductionForward[firm] = 0
      }
      act(world, plan, { policy: policyWith({ 'tax.superDeduction': superDeduction }), parameters: { smoothing: 1, smallestProject: 0 } })
      return total(firms.map((firm) => c.rdPlan[firm]))
    }
    const gain = (certified: boolean): number => planned(certified, 1) / planned(certified, 0.5) - 1
    // R&D has the elasticity 1 / (1 - e) to its user cost.
    const theory = (tax: number): number => {
      const cost = (superDeduction: number): number => userCost(tax, parameters.takeUp * superDeduction, true, 0)
      return (cost(0.5) / cost(1)) ** (1 / (1 - parameters.elasticity)) - 1
    }
    expect(gain(false)).toBeCloseTo(theory(0.25), 5)
    expect(gain(true)).toBeCloseTo(theory(0.15), 5)
    expect(gain(true)).toBeLessThan(0.6 * gain(false))
  })
})
