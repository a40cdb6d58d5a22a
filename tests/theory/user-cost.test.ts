/** R&D of a firm that nothing constrains follows its user cost as the formula says; without profit tax is nothing to it. */
import { describe, expect, it } from 'vitest'
import { plan } from '../../src/mechanisms/plan.ts'
import { NEVER } from '../../src/world/organisations.ts'
import type { World } from '../../src/world/world.ts'
import { defaultsOf, policyWith } from '../support/innovation-world.ts'
import { act, firmsOf, isTechnologySme, region } from '../support/region.ts'

const { takeUp, elasticity } = defaultsOf(plan)
interface Tax {
  readonly rate: number
  readonly superDeduction: number
}
const cases: readonly Tax[] = [0.05, 0.15, 0.25, 0.4].flatMap((rate) => [0, 0.5, 1, 1.5].map((superDeduction) => ({ rate, superDeduction })))

/** Of a firm that pays tax: (1 - t (1 + a)) / (1 - t), Hall and Jorgenson 1967. */
const costOf = ({ rate, superDeduction }: Tax): number => (1 - rate * (1 + takeUp * superDeduction)) / (1 - rate)

/** R&D planned by firms with cash and opportunities in plenty: so large that a yuan of rounding is below 1e-11 of it. */
function planned({ rate, superDeduction }: Tax, profitable: boolean): number[] {
  const world: World = region()
  const { cash, certificateEnds, highTechAim, grantEnds, opportunity, meanProfit, lossesForward, deductionForward } = world.organisations.columns
  world.quarter = 8001
  certificateEnds.fill(NEVER)
  highTechAim.fill(0)
  grantEnds.fill(-1)
  const firms = firmsOf(world, isTechnologySme)
  for (const firm of firms) {
    cash[firm] = 1e12
    opportunity[firm] = 14
    meanProfit[firm] = profitable ? 1e9 : -1
    lossesForward[firm] = 0
    deductionForward[firm] = 0
  }
  // A law that promises the relief for as long as firms plan, and no smoothing.
  const policy = policyWith({ 'coordination.horizon': 10, 'tax.superDeduction': superDeduction, 'tax.lossRefund': 0 })
  act(world, plan, { policy, parameters: { corporateTax: rate, smoothing: 1 } })
  return firms.map((firm) => world.organisations.columns.rdPlan[firm])
}

describe('R&D of firms with profit', () => {
  const [first, ...others] = cases
  const base = planned(first, true)
  it.each(others)('has the elasticity -1 / (1 - e) at a rate of $rate and a super-deduction of $superDeduction', (tax) => {
    const expected = (costOf(tax) / costOf(first)) ** (-1 / (1 - elasticity))
    planned(tax, true).forEach((research, index) => {
      expect(base[index]).toBeGreaterThan(1e11)
      expect(Math.abs(research / base[index] / expected - 1)).toBeLessThan(1e-9)
    })
  })
})

it('R&D of firms without profit is the same to the yuan, whatever rate and deduction', () => {
  const base = planned(cases[0], false)
  expect(Math.min(...base)).toBeGreaterThan(1e11)
  for (const tax of cases) expect(planned(tax, false)).toEqual(base)
})
