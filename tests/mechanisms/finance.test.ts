import { describe, expect, it } from 'vitest'
import { burnIn, simulateArm } from '../../src/experiment/simulate.ts'
import { acceptanceOf, collateralParameters, securityOf } from '../../src/mechanisms/lend/collateral.ts'
import { guaranteeMargin, guaranteeTerms } from '../../src/mechanisms/lend/guarantee.ts'
import { NO_PEERS } from '../../src/mechanisms/lend/loans.ts'
import { closeQuota, openQuota, quotaParameters, ration } from '../../src/mechanisms/lend/quota.ts'
import { requiredRate, screeningEffort, seenLogRisk } from '../../src/mechanisms/lend/risk.ts'
import { lend } from '../../src/mechanisms/lend.ts'
import type { ParameterValues } from '../../src/mechanisms/mechanism.ts'
import { settle } from '../../src/mechanisms/settle.ts'
import { type MetricKey, metricKeys } from '../../src/observe/metrics.ts'
import { purposeIndex } from '../../src/world/ledger.ts'
import { PEERS } from '../../src/world/organisations.ts'
import { createRandomness } from '../../src/world/random.ts'
import { defaultsOf, innovationWorld, policyWith } from '../support/innovation-world.ts'
import { bitsOf, experimentOf, runArm } from '../support/scenarios.ts'

const collateral = defaultsOf({ ...lend, parameters: collateralParameters }) as unknown as ParameterValues<typeof collateralParameters>
const quota = defaultsOf({ ...lend, parameters: quotaParameters }) as unknown as ParameterValues<typeof quotaParameters>

describe('risk and the rate', () => {
  it('a bank that asks the required rate earns its funding, hurdle and screening on average', () => {
    const rate = requiredRate(0.035, 0.03, 0.08, 0.6, 0.002)
    expect(rate * (1 - 0.08) - 0.08 * 0.6).toBeCloseTo(0.035 + 0.03 + 0.002, 12)
  })
  it('who bears less looks less closely, and sees more noise', () => {
    expect(screeningEffort(0, 0.8)).toBe(0)
    expect(screeningEffort(0.5, 0.8)).toBeCloseTo(0.4, 14)
    expect(seenLogRisk(1, 2, 1, 0.5)).toBe(1)
    expect(seenLogRisk(1, 2, 0, 0.5)).toBe(1)
    expect(seenLogRisk(1, -2, 0, 0.5)).toBe(-1)
  })
})

describe("an agency's margin", () => {
  const own = { agencyCost: 0.006, capitalIncome: 0.03, capitalUse: 0.2, recovery: 0.35 }
  const margin = (changes: Parameters<typeof policyWith>[0], required = 0.05): number =>
    guaranteeMargin(guaranteeTerms(policyWith(changes).general, 0.5), 0.03, 0.8, required, own)
  it('is fee less loss, cost and return on capital', () => {
    expect(margin({})).toBeCloseTo(0.022 - 0.03 * 0.8 * 0.65 - 0.006 - 0.02 * 0.2, 12)
  })
  it('rises when others bear part of the loss and falls with the return that owners ask', () => {
    expect(margin({ 'guarantee.governmentShare': 0.6 })).toBeGreaterThan(margin({}))
    expect(margin({ 'guarantee.compensation': 0.8 })).toBeGreaterThan(margin({}))
    expect(margin({}, 0)).toBeGreaterThan(margin({}, 0.05))
    expect(margin({ 'guarantee.feeCap': 0.01 })).toBeLessThan(margin({}))
  })
  it('pays for re-guarantee out of the fee', () => {
    expect(guaranteeTerms(policyWith({ 'guarantee.reguaranteeShare': 0.4 }).general, 0.5)).toMatchObject({ income: 0.022 * 0.8, ownShare: 0.6 })
  })
})

describe('collateral', () => {
  const world = innovationWorld({ firms: 8 })
  const firm = world.institutions
  const { assets, meanRevenue, rdStock, meanProfit } = world.organisations.columns
  assets[firm] = 1_000_000
  meanRevenue[firm] = 400_000
  rdStock[firm] = 500_000
  meanProfit[firm] = 10_000
  const secured = (kinds: number): number => securityOf(world, firm, acceptanceOf(kinds), collateral).secured
  it('in the baseline is the accepted fixed assets at their haircut', () => expect(secured(1.5)).toBe(200_000))
  it('grows with every kind that is accepted, by what the firm has of it', () => {
    expect(secured(1)).toBe(120_000)
    expect(secured(2) - secured(1.5)).toBe(40_000)
    expect(secured(3) - secured(2)).toBe(50_000)
    expect(secured(5) - secured(4)).toBe(60_000)
    rdStock[firm] = 0
    expect(secured(3)).toBe(secured(2))
    rdStock[firm] = 500_000
  })
  it('beside fixed assets brings little in a default, and shares nothing', () => {
    const { pledge, personal } = securityOf(world, firm, acceptanceOf(5), collateral)
    expect(pledge).toBeCloseTo(0.3 * 80_000 + 0.05 * 500_000, 6)
    expect(personal).toBeCloseTo(0.35 * 120_000, 6)
  })
})

describe('the quota of small and micro firms', () => {
  const loans = (world: ReturnType<typeof innovationWorld>) =>
    [...world.firms].map((firm, index) => ({
      firm, amount: 100, rate: 0.07, risk: ((index * 7) % 10) / 100, agency: 0, pledge: 0, personal: 0, peers: NO_PEERS,
    }))
  const usual = () => {
    const world = innovationWorld({ firms: 20 })
    world.organisations.columns.meanRevenue.fill(1_000_000)
    closeQuota(world, 2000, 1000, quota)
    return world
  }
  it('does not bind as long as nobody touches it', () => {
    const world = usual()
    expect(openQuota(world, 0, quota)).toBe(Infinity)
    expect(ration(world, loans(world), Infinity, quota).cut).toEqual([])
  })
  it('shrinks by its rate a year and serves the least risky first, in whatever order they come', () => {
    const world = usual()
    let left = 0
    for (let quarter = 0; quarter < 8; quarter++) left = openQuota(world, -0.2, quota)
    expect(left).toBeCloseTo(1.1 * 0.8 * 0.8 * 2000, 6)
    const { granted, cut } = ration(world, loans(world), left, quota)
    expect(granted).toHaveLength(14)
    expect(Math.max(...granted.map(({ risk }) => risk))).toBeLessThanOrEqual(Math.min(...cut.map(({ risk }) => risk)))
    expect(ration(world, loans(world).reverse(), left, quota).granted).toEqual(granted)
  })
  it('grown beyond what is lent, it makes banks accept more, within limits', () => {
    const world = usual()
    for (let quarter = 0; quarter < 40; quarter++) {
      openQuota(world, 0.4, quota)
      closeQuota(world, 2000, 1000, quota)
    }
    expect(world.lending.relief).toBe(5)
  })
})

describe('mutual guarantees', () => {
  /** Three firms in a row, each standing for the next; the first fails. */
  function chain(cash: number) {
    const world = innovationWorld({ firms: 4 })
    world.ledger.balances = world.ledger.balances.map((balances) => balances)
    const c = world.organisations.columns
    Object.assign(world, {
      sectors: { wage: new Float64Array(4).fill(60_000), assetTurnover: new Float64Array(4).fill(2), materialsShare: new Float64Array(8).fill(0.6) },
      region: { population: { reguarantorCapital: { value: 0 } } },
    })
    for (const firm of world.firms) {
      c.employees[firm] = 0
      c.skilled[firm] = 0
      c.meanRevenue[firm] = 0
      c.loan[firm] = 100_000
      c.loanDue[firm] = 3
      world.banks.columns.lent[0] += 100_000
      c.cash[firm] = cash
    }
    const [first, second, third] = world.firms
    const standsFor = (guarantor: number, firm: number): void => {
      c.loanPeer[firm * PEERS] = guarantor
      c.loanPeerId[firm * PEERS] = c.id[guarantor]
    }
    standsFor(second, first)
    standsFor(third, second)
    c.insolvent[first] = 1
    c.cash[first] = 0
    settle.run(world, policyWith(), defaultsOf(settle), createRandomness('chain', 0))
    return { world, defaults: world.events.defaults, paid: world.ledger.flows[purposeIndex.peerPayouts] }
  }
  it('a guarantor with money pays and lives on', () => expect(chain(1_000_000)).toMatchObject({ defaults: 1, paid: 100_000 }))
  it('guarantors without fail in turn, and the next pay for them', () => {
    const { defaults, paid, world } = chain(60_000)
    // The second pays 60,000 and fails with nothing left, so does the third; nobody stands for its loan.
    expect({ defaults, paid }).toEqual({ defaults: 3, paid: 120_000 })
    expect(world.banks.columns.lent[0]).toBe(100_000)
  })
})

describe('in a region', async () => {
  const experiment = await experimentOf(
    `arms:
  dry: { finance: { innovativeVolume: 0 } }
  kinds: { finance: { alternativeCollateral: 5 } }
  short: { finance: { smallMicroQuota: -0.2 } }
  listed: { finance: { directAccess: 0.05 } }
  same: { finance: { innovativeVolume: 3600, directAccess: 0.002, alternativeCollateral: 1.5, smallMicroQuota: 0 } }`,
  )
  const baseline = runArm(experiment)
  const flow = (frames: typeof baseline, purpose: keyof typeof purposeIndex): number =>
    frames.reduce((sum, { flows }) => sum + flows[purposeIndex[purpose]], 0)
  it('every lever at its default changes no bit', () => expect(bitsOf(runArm(experiment, 'same'))).toBe(bitsOf(baseline)))
  it('no innovative financing is lent without its volume', () => {
    expect(flow(baseline, 'innovativeLoans')).toBeGreaterThan(0)
    expect(flow(runArm(experiment, 'dry'), 'innovativeLoans')).toBe(0)
  })
  it('more kinds of collateral and a larger quota mean more bank loans', () => {
    expect(flow(runArm(experiment, 'kinds'), 'loans')).toBeGreaterThan(flow(baseline, 'loans'))
    expect(flow(runArm(experiment, 'short'), 'loans')).toBeLessThan(flow(baseline, 'loans'))
  })
  it('the contingent liability changes by what guarantees given add and those released take away', () => {
    const seen: { level: number; change: number }[] = []
    const level = metricKeys.indexOf('contingentLiability')
    for (const { metrics, world } of simulateArm(experiment, burnIn(experiment, 0), 'baseline', 0)) {
      seen.push({ level: metrics[level] * experiment.scenario.scale * 1e6, change: world.events.liabilityChange })
    }
    expect(seen.some(({ change }) => change !== 0)).toBe(true)
    // Each guarantee is rounded to a yuan.
    for (let t = 1; t < seen.length; t++) expect(Math.abs(seen[t].level - seen[t - 1].level - seen[t].change)).toBeLessThan(100)
  })
  it('the whole public cost is cash, tax forgone and that change, a year later worth 5 % less', () => {
    const at = (t: number, key: MetricKey): number => baseline[t].metrics[metricKeys.indexOf(key)]
    for (const t of [1, 4]) {
      const liability = at(t, 'contingentLiability') - at(t - 1, 'contingentLiability')
      const whole = at(t, 'publicCost') + at(t, 'taxForgone') + liability
      expect(at(t, 'publicCostWhole')).toBeCloseTo(whole / 1.05 ** (t / 4), 3)
    }
  })
  it('the capital market raises equity', () => {
    expect(flow(runArm(experiment, 'listed'), 'equityIssues')).toBeGreaterThan(flow(baseline, 'equityIssues'))
  })
  it('visiting firms in another order changes nothing', () => {
    expect(bitsOf(runArm(experiment, 'short', 0, { visitOrder: 'reverse' }))).toBe(bitsOf(runArm(experiment, 'short')))
  })
})
