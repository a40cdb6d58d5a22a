import { describe, expect, it } from 'vitest'
import { appropriate } from '../../src/mechanisms/appropriate.ts'
import { balancesOf, purposeIndex, SME_FUND, transfer } from '../../src/world/ledger.ts'
import { act, firmsOf, region, total } from '../support/region.ts'

describe('unspent money of the fund', () => {
  it('lapses at the turn of the year, but for what is promised to running projects', () => {
    for (const season of [0, 1, 2, 3]) {
      const world = region()
      world.quarter = 8000 + season
      const promised = total(firmsOf(world).map((firm) => world.organisations.columns.grantRest[firm]))
      expect(promised).toBeGreaterThan(0)
      const fund = balancesOf(world.ledger, 'government:sme-fund')
      transfer(world.ledger, purposeIndex.fundAppropriation, 0, 0, 12_345)
      const before = fund.slice()
      const flows = act(world, appropriate)
      const { grants, equity, interest, services } = SME_FUND
      expect(fund[grants]).toBe(season === 0 ? promised : before[grants])
      expect(fund[equity]).toBe(season === 0 ? 0 : before[equity])
      expect([fund[interest], fund[services]]).toEqual([before[interest], before[services]])
      expect(flows[purposeIndex.fundLapse]).toBe(total(before) - total(fund))
    }
  })
})

describe('the treasury', () => {
  it.each([-7_000_000_000, 0, 9_000_000_000])('keeps nothing of %d yuan and owes nothing', (balance) => {
    const world = region()
    const treasury = balancesOf(world.ledger, 'government:treasury')
    const first = world.firms[0]
    transfer(world.ledger, purposeIndex.sales, 0, first, 1e10)
    transfer(world.ledger, purposeIndex.corporateTax, first, 0, 1e10)
    transfer(world.ledger, purposeIndex.talentAppropriation, 0, 0, treasury[0] - balance)
    const flows = act(world, appropriate)
    expect(treasury[0]).toBe(0)
    const support = flows[purposeIndex.universitySupport]
    // At the turn of the year what lapsed comes back as well.
    const left = balance - support + flows[purposeIndex.fundLapse] + flows[purposeIndex.innovationLapse]
    expect(flows[purposeIndex.publicServices]).toBe(Math.max(0, left))
    expect(flows[purposeIndex.publicBorrowing]).toBe(Math.max(0, -left))
  })
})

it('universities pay their staff all that they get: basic funding and contracts', () => {
  const world = region()
  const { cash } = world.organisations.columns
  transfer(world.ledger, purposeIndex.technologyContracts, world.firms[0], 3, 40_000)
  const before = total(cash.subarray(0, world.institutions))
  const flows = act(world, appropriate)
  expect(flows[purposeIndex.universitySupport]).toBe(Math.round(20e6 / 4) * world.institutions)
  expect(flows[purposeIndex.universityStaff]).toBe(flows[purposeIndex.universitySupport] + before)
  expect(total(cash.subarray(0, world.institutions))).toBe(0)
})
