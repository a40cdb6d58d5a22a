import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { burnIn, type Experiment, type Frame, simulateArm, type SimulationOptions } from '../../src/experiment/simulate.ts'
import { concealmentCost, relabelledSaving, statutoryStep } from '../../src/mechanisms/plan/certify.ts'
import { netReturn, wantedResearch } from '../../src/mechanisms/plan/research.ts'
import { userCost } from '../../src/mechanisms/plan/tax.ts'
import { expectedSupport } from '../../src/mechanisms/partner/support.ts'
import { assess, exemptIncome, type TaxYear } from '../../src/mechanisms/trade/tax.ts'
import { technologyShare } from '../../src/mechanisms/trade/technology.ts'
import { type MetricKey, metricKeys } from '../../src/observe/metrics.ts'
import { reportedResearch } from '../../src/world/firm.ts'
import { purposeIndex } from '../../src/world/ledger.ts'
import type { World } from '../../src/world/world.ts'
import { innovationWorld, policyWith } from '../support/innovation-world.ts'
import { bitsOf, experimentOf } from '../support/scenarios.ts'

describe('user cost of R&D', () => {
  it('falls by 16.7 % with a deduction of half at the standard rate, by 8.8 % at the reduced one', () => {
    expect(userCost(0.25, 0.5, true, 0)).toBeCloseTo(1 - 0.125 / 0.75, 14)
    expect(userCost(0.15, 0.5, true, 0)).toBeCloseTo(1 - 0.075 / 0.85, 14)
  })
  it('is 1 without a deduction, and without profit as long as nothing is refunded', () => {
    for (const rate of [0, 0.15, 0.25]) expect(userCost(rate, 0, true, 0)).toBeCloseTo(1, 14)
    expect(userCost(0.25, 0.5, false, 0)).toBe(1)
    expect(userCost(0.15, 1, false, 0)).toBe(1)
    expect(userCost(0.25, 0.5, false, 1)).toBe(0.875)
  })
  it('moves R&D of a firm with money by exactly the elasticity -1 / (1 - e)', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 0.9, noNaN: true }), fc.double({ min: 0.5, max: 2, noNaN: true }), (e, ratio) => {
        const before = wantedResearch(1e6, 740_000, e, 0.9)
        const after = wantedResearch(1e6, 740_000, e, 0.9 * ratio)
        expect(Math.log(after / before)).toBeCloseTo(-Math.log(ratio) / (1 - e), 9)
      }),
    )
  })
  it('is met by the last yuan: no other R&D brings more', () => {
    const best = wantedResearch(1.5e6, 740_000, 0.35, 0.93)
    const at = (research: number): number => netReturn(1.5e6, 740_000, 0.35, 0.93, research)
    for (const factor of [0.5, 0.9, 0.99, 1.01, 1.1, 2]) expect(at(best * factor)).toBeLessThan(at(best))
    expect(at(0)).toBe(0)
  })
})

describe('the certificate', () => {
  const steps = { smallStep: 0.06, mediumStep: 0.04, largeStep: 0.03 }
  it('asks for a smaller share of larger sales', () => {
    expect([1e6, 49e6, 50e6, 200e6, 201e6].map((sales) => statutoryStep(sales, steps))).toEqual([0.06, 0.06, 0.04, 0.04, 0.03])
  })
  it('brings a relabelling firm what it saves times the chance to keep it, less fines', () => {
    expect(relabelledSaving(100, 3, 0, 1)).toBe(300)
    // Caught after the first year: that year's saving goes back, and as much as a fine.
    expect(relabelledSaving(100, 3, 1, 1)).toBe(-100)
    expect(relabelledSaving(100, 2, 0.5, 1)).toBeCloseTo(0.5 * -100 + 0.25 * -200 + 0.25 * 200, 12)
    expect(relabelledSaving(0, 3, 0.1, 1)).toBe(0)
  })
  it('costs more to make up than in proportion', () => {
    expect(concealmentCost(50, 100, 0.2)).toBe(5)
    expect(concealmentCost(100, 100, 0.2)).toBe(20)
    expect(concealmentCost(0, 0, 0.2)).toBe(0)
  })
})

describe('the tax of a year', () => {
  const year: TaxYear = { profit: 1000, losses: 0, exempt: 0, deduction: 0, deductionForward: 0, rate: 0.25, refund: 0 }
  it('takes losses, exempt income and deductions off, in that order', () => {
    expect(assess(year).due).toBe(250)
    expect(assess({ ...year, losses: 200, exempt: 100, deduction: 300, deductionForward: 100 }).due).toBe(75)
    expect(assess({ ...year, losses: 1500 })).toMatchObject({ due: 0, lossesForward: 500 })
    expect(assess({ ...year, exempt: 5000, deduction: 300 })).toMatchObject({ due: 0, lossesForward: 0, deductionForward: 300 })
  })
  it('pays the unused deduction of the year in cash as far as it is refundable, and carries the rest forward', () => {
    const loss = { ...year, profit: -400, deduction: 200, deductionForward: 80 }
    expect(assess(loss)).toMatchObject({ due: 0, refunded: 0, lossesForward: 400, deductionForward: 280 })
    expect(assess({ ...loss, refund: 1 })).toMatchObject({ refunded: 50, deductionForward: 80 })
    expect(assess({ ...loss, refund: 0.5, rate: 0.15 })).toMatchObject({ refunded: 15, deductionForward: 180 })
  })
  it('loses no deduction and no loss, and never asks more than the rate of the profit', () => {
    const money = fc.integer({ min: 0, max: 1e7 })
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: -1e7, max: 1e7 }), money, money, money, money, share, share, (profit, losses, exempt, deduction, deductionForward, rate, refund) => {
        const result = assess({ profit, losses, exempt, deduction, deductionForward, rate, refund })
        const base = Math.max(0, profit - losses)
        expect(result.taxed).toBeGreaterThanOrEqual(0)
        expect(result.due).toBeLessThanOrEqual(Math.round(rate * base))
        expect(result.lossesForward - base).toBe(losses - profit)
        const used = Math.max(0, base - exempt) - result.taxed
        const refunded = deduction + deductionForward - used - result.deductionForward
        expect(refunded).toBeGreaterThanOrEqual(-1e-6)
        expect(result.refunded).toBeCloseTo(rate * refunded, -1)
        if (result.taxed > 0) expect(refunded).toBeCloseTo(0, 6)
      }),
    )
  })
  it('leaves contract income free up to the limit and half of what is above, and none without a limit', () => {
    expect(exemptIncome(3e6, 5e6, 0.5)).toBe(3e6)
    expect(exemptIncome(9e6, 5e6, 0.5)).toBe(7e6)
    expect(exemptIncome(9e6, 0, 0.5)).toBe(0)
  })
  it('finds technology sold while its innovation is fresh', () => {
    expect([0, 6, 12, 1e6].map((age) => technologyShare(age, 0.06, 12))).toEqual([0.06, 0.03, 0, 0])
  })
})

it('support is expected of ties with institutions alone, in shares of what a line spends on R&D', () => {
  const world = innovationWorld({ firms: 4, institutions: 2, performers: 1 })
  const firm = world.firms[0]!
  const { meanRevenue, rdPlan } = world.organisations.columns
  meanRevenue[firm] = 10e6
  rdPlan[firm] = 400_000
  const expected = (other: number, share: number): number =>
    expectedSupport(world, firm, other, policyWith({ 'tax.transformationSupport': share }), { resultRevenue: 0.14 })
  // Two lines of 20 million yuan a year, on each of which 200,000 a quarter are spent.
  expect(expected(0, 0.3)).toBeCloseTo((0.3 * 0.14 * 20e6) / 200_000, 12)
  expect(expected(world.firms[1]!, 0.3)).toBe(0)
  expect(expected(0, 0)).toBe(0)
  rdPlan[firm] = 0
  expect(expected(0, 0.3)).toBe(0)
})

// ---------------------------------------------------------------- in a region

const scenario = `quarters: 13
burnIn: 12
arms:
  no-reduction: { tax: { highTechRate: 0.25 } }
  no-steps: { tax: { highTechThresholds: 0 } }
  audited: { tax: { highTechAudit: 1 } }
  deduction: { tax: { superDeduction: 1 } }
  refund: { tax: { lossRefund: 1 } }
  no-exemption: { tax: { contractExemption: 0 } }
  transformation: { tax: { transformationSupport: 0.3 } }`

interface Run {
  readonly frames: readonly Frame[]
  readonly world: World
}
let experiment: Experiment
let start: World
const runs = new Map<string, Run>()

function run(arm: string): Run {
  const frames = [...simulateArm(experiment, start, arm, 0, { audit: arm === 'transformation' ? 'every' : 'end' })]
  return { frames, world: frames.at(-1)!.world }
}

beforeAll(async () => {
  experiment = await experimentOf(scenario)
  start = burnIn(experiment, 0, { audit: 'end' })
  for (const { name } of experiment.scenario.arms) runs.set(name, run(name))
}, 60_000)

/** Sum over the quarters of a run. */
const sumOf = (arm: string, metric: MetricKey): number =>
  runs.get(arm)!.frames.reduce((sum, { metrics }) => sum + metrics[metricKeys.indexOf(metric)]!, 0)
const lastOf = (arm: string, metric: MetricKey): number => runs.get(arm)!.frames.at(-1)!.metrics[metricKeys.indexOf(metric)]!
const flowOf = (arm: string, purpose: keyof typeof purposeIndex): number =>
  runs.get(arm)!.frames.reduce((sum, { flows }) => sum + flows[purposeIndex[purpose]]!, 0)
const firmsOf = ({ firms, firmCount }: World): number[] => [...firms.subarray(0, firmCount)]

describe('in a region', () => {
  it('some get certificates by R&D, some by relabelling: the reported R&D exceeds the real one', () => {
    const { world } = runs.get('baseline')!
    const { certificateEnds, relabels, technology, rdSpending } = world.organisations.columns
    const certified = firmsOf(world).filter((firm) => certificateEnds[firm]! > world.step)
    expect(certified.some((firm) => relabels[firm] === 1)).toBe(true)
    expect(certified.some((firm) => relabels[firm] === 0)).toBe(true)
    expect(certified.every((firm) => technology[firm] === 1)).toBe(true)
    for (const firm of firmsOf(world)) expect(reportedResearch(world, firm)).toBeGreaterThanOrEqual(rdSpending[firm]!)
    expect(sumOf('baseline', 'reportedRdSpending')).toBeGreaterThan(sumOf('baseline', 'rdSpending'))
  })

  it('without a lower rate nobody asks for a certificate, and no certificate lives longer than three years', () => {
    expect(lastOf('no-reduction', 'highTechFirms')).toBe(0)
    expect(flowOf('no-reduction', 'certification')).toBe(0)
  })

  it('without steps nobody needs to relabel', () => {
    expect(lastOf('no-steps', 'reportedRdSpending')).toBe(lastOf('no-steps', 'rdSpending'))
    expect(lastOf('no-steps', 'highTechFirms')).toBeGreaterThan(lastOf('baseline', 'highTechFirms'))
  })

  it('when every certificate is audited, relabelling does not pay; audits cost the commission money', () => {
    expect(lastOf('audited', 'reportedRdSpending')).toBe(lastOf('audited', 'rdSpending'))
    expect(flowOf('audited', 'taxPenalties')).toBeGreaterThan(0)
    expect(flowOf('audited', 'highTechAudits')).toBeGreaterThan(flowOf('baseline', 'highTechAudits'))
  })

  it('reliefs forgo tax; refunds reach firms without profit only where they are granted', () => {
    expect(sumOf('baseline', 'taxForgone')).toBeGreaterThan(sumOf('no-reduction', 'taxForgone'))
    expect(flowOf('baseline', 'taxRefunds')).toBe(0)
    expect(flowOf('refund', 'taxRefunds')).toBeGreaterThan(0)
    expect(sumOf('refund', 'taxRevenue')).toBeCloseTo(
      (flowOf('refund', 'corporateTax') + flowOf('refund', 'taxPenalties') - flowOf('refund', 'taxRefunds')) / experiment.scenario.scale / 1e6, 6,
    )
  })

  it('technology sold is part of what customers spend: a firm sells no more because it is exempt', () => {
    for (const { flows, world } of [runs.get('baseline')!.frames.at(-1)!]) {
      const { revenue } = world.organisations.columns
      expect(flows[purposeIndex.technologySales]).toBeGreaterThan(0)
      // Who ended this quarter has sold too, so the living have sold at most as much.
      const sold = flows[purposeIndex.sales]! + flows[purposeIndex.technologySales]!
      const living = firmsOf(world).reduce((sum, firm) => sum + revenue[firm]!, 0)
      expect(living).toBeLessThanOrEqual(sold)
      expect(living).toBeGreaterThan(0.95 * sold)
    }
    // Until the first tax day nothing differs at all.
    const [exempt, taxed] = ['baseline', 'no-exemption'].map((arm) => runs.get(arm)!.frames.slice(0, 3)) as [Frame[], Frame[]]
    expect(bitsOf(taxed)).toBe(bitsOf(exempt))
    expect(runs.get('no-exemption')!.frames[3]!.flows[purposeIndex.corporateTax]).toBeGreaterThan(
      runs.get('baseline')!.frames[3]!.flows[purposeIndex.corporateTax]!,
    )
  })

  it('support for transformation is paid for results with universities alone', () => {
    expect(flowOf('baseline', 'transformationBonuses')).toBe(0)
    const { frames } = runs.get('transformation')!
    for (const { flows } of frames) {
      expect(flows[purposeIndex.commissionAppropriation]).toBe(flows[purposeIndex.transformationBonuses]! + flows[purposeIndex.highTechAudits]!)
    }
    expect(flowOf('transformation', 'transformationBonuses')).toBeGreaterThan(0)
  })

  it('acts through the mechanisms that read it, and through nothing else', () => {
    const year = 4
    const firstYear = (arm: string, options: SimulationOptions = {}): string => {
      const frames: Frame[] = []
      for (const frame of simulateArm(experiment, start, arm, 0, { audit: 'off', ...options })) if (frames.push(frame) === year) break
      return bitsOf(frames)
    }
    const expected = bitsOf(runs.get('baseline')!.frames.slice(0, year))
    for (const [arm, readers] of [
      ['no-reduction', ['plan']], ['audited', ['plan']], ['refund', ['plan']], ['no-exemption', ['trade']], ['transformation', ['partner', 'trade']],
    ] as const) {
      expect(firstYear(arm, { baselineFor: readers }), arm).toBe(expected)
      expect(bitsOf(runs.get(arm)!.frames.slice(0, year)), arm).not.toBe(expected)
    }
  })
})

describe('the super-deduction', () => {
  /** R&D that firms of the first year plan for its last quarter, by whether they have taxable profit. */
  const planned = (arm: string, pays: boolean): number => {
    const frames = simulateArm(experiment, start, arm, 0)
    const { world } = frames.next().value as Frame
    const { rdPlan, meanProfit, lossesForward, deductionForward, technology } = start.organisations.columns
    return firmsOf(world).reduce((sum, firm) => {
      const chosen = technology[firm] === 1 && rdPlan[firm]! > 0 && 4 * meanProfit[firm]! > lossesForward[firm]! + deductionForward[firm]! === pays
      return chosen ? sum + world.organisations.columns.rdPlan[firm]! : sum
    }, 0)
  }
  it('is worth something at once to firms with profit, nothing to those without, whom a refund reaches', () => {
    expect(planned('deduction', true)).toBeGreaterThan(1.01 * planned('baseline', true))
    expect(planned('deduction', false)).toBe(planned('baseline', false))
    expect(planned('refund', false)).toBeGreaterThan(1.01 * planned('baseline', false))
    expect(planned('refund', true)).toBe(planned('baseline', true))
  })
})
