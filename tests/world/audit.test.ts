import { describe, expect, it } from 'vitest'
import { burnIn } from '../../src/experiment/simulate.ts'
import { AuditError, createAudit, holdAudit } from '../../src/world/audit.ts'
import { balancesOf, purposeIndex, type Sector, transfer } from '../../src/world/ledger.ts'
import type { World } from '../../src/world/world.ts'
import { experimentOf } from '../support/scenarios.ts'

const experiment = await experimentOf('burnIn: 8')
const pristine = (): World => {
  const world = burnIn(experiment, 0)
  world.ledger.flows.fill(0)
  world.ledger.writtenOff = 0
  return world
}

/** The first rule that is found broken after `harm`, as [rule, step, account, amount]. */
function caught(harm: (world: World) => void): [string, number, string, number] | undefined {
  const world = pristine()
  const audit = createAudit(world)
  harm(world)
  try {
    holdAudit(world, audit, 'every')
  } catch (error) {
    if (error instanceof AuditError) return [error.rule, error.step, error.account, error.amount]
    throw error
  }
  return undefined
}

const aFirm = (world: World): number => world.firms[10]
const aBorrower = (world: World): number => [...world.firms.subarray(0, world.firmCount)].find((row) => world.organisations.columns.loan[row] > 0)!
const aTie = (world: World): number => world.ties.table.columns.outcome.findIndex((outcome, tie) => outcome === 0 && tie < world.ties.table.count)

describe('the audit', () => {
  it('holds in an untouched world, and when money only moves', () => {
    expect(caught(() => {})).toBeUndefined()
    expect(caught((world) => transfer(world.ledger, purposeIndex.sales, 0, aFirm(world), 5))).toBeUndefined()
  })

  it('finds a loan of innovative financing that no firm owes', () => {
    expect(caught((world) => (world.lending.innovative += 7))).toEqual(["the funders' loans are not what firms owe them", 8, 'innovative financing', 7])
  })

  it('finds money that appears in an account', () => {
    const found = caught((world) => world.organisations.columns.cash[aFirm(world)]++)
    expect(found).toEqual(['the change of an account is not what was paid in and out', 8, 'firms', 1])
  })

  it('finds a flow without money', () => {
    const found = caught((world) => (world.ledger.flows[purposeIndex.wages] += 7))
    expect(found).toEqual(['the change of an account is not what was paid in and out', 8, 'firms', 7])
  })

  it('finds debt that nobody lent', () => {
    const found = caught((world) => (world.organisations.columns.loan[aBorrower(world)] += 3))
    expect(found).toEqual(['the change of debt is not loans less repayments and losses', 8, 'debt of firms', 3])
  })

  it.each([
    ['firms', 'an account is below zero'],
    ['banks', 'an account is below zero'],
    ['agencies', 'an account is below zero'],
    ['alliances', 'an account is below zero'],
    ['government:sme-fund', 'a budget is overspent'],
    ['government:innovation-fund', 'a budget is overspent'],
    ['government:coordination-office', 'a budget is overspent'],
    ['government:talent-programme', 'a budget is overspent'],
    ['government:science-commission', 'a budget is overspent'],
  ] as [Sector, string][])('finds %s below zero', (sector, rule) => {
    const found = caught((world) => {
      const purpose = ({
        firms: 'dividends', banks: 'bankDividends', agencies: 'agencyDividends', alliances: 'allianceClosing',
        'government:sme-fund': 'reviews', 'government:innovation-fund': 'innovationReviews',
        'government:coordination-office': 'grantAudits', 'government:talent-programme': 'training',
        'government:science-commission': 'highTechAudits',
      } as const)[sector as 'firms']
      const account = sector === 'firms' ? aFirm(world) : 0
      transfer(world.ledger, purposeIndex[purpose], account, 0, balancesOf(world.ledger, sector)[account] + 9)
    })
    expect(found?.[0]).toBe(rule)
    expect(found?.[3]).toBe(-9)
  })

  it('finds a tenant that its incubator does not count, and one whose incubator is not there', () => {
    const outside = (world: World): number => [...world.firms].find((row) => world.organisations.columns.incubator[row] === 0)!
    const { incubators } = pristine().platforms
    expect(caught((world) => (world.organisations.columns.incubator[outside(world)] = 1))?.[0]).toBe("an incubator's tenants are not those in it")
    expect(caught((world) => world.platforms.incubators.columns.tenants[0]++)?.slice(2)).toEqual(['incubator 1', 1])
    expect(caught((world) => (world.organisations.columns.incubator[outside(world)] = 9))?.[0]).toBe('a firm sits in an incubator that is not there')
    expect(incubators.count).toBe(2)
  })

  it('finds a fund that has not kept the money it promised to running projects', () => {
    const rule = 'a fund cannot pay what it has promised'
    expect(caught((world) => (world.organisations.columns.grantRest[aFirm(world)] += 1e12))?.[0]).toBe(rule)
    expect(caught((world) => (world.organisations.columns.innovationRest[aFirm(world)] += 1e12))?.[0]).toBe(rule)
  })

  it('finds half yuan and negative payments before they are made', () => {
    const world = pristine()
    expect(() => transfer(world.ledger, purposeIndex.sales, 0, aFirm(world), 0.5)).toThrow(/whole yuan/)
    expect(() => transfer(world.ledger, purposeIndex.sales, 0, aFirm(world), -1)).toThrow(/whole yuan/)
    expect(() => transfer(world.ledger, purposeIndex.sales, 0, aFirm(world), NaN)).toThrow(/whole yuan/)
  })

  it('finds negative head-counts, negative assets and dead firms in the list', () => {
    expect(caught((world) => (world.organisations.columns.skilled[aFirm(world)] = -2))?.slice(0, 1)).toEqual(['a head-count is negative'])
    expect(caught((world) => (world.organisations.columns.assets[aFirm(world)] = -1))?.slice(0, 1)).toEqual(['fixed assets are negative'])
    expect(caught((world) => (world.organisations.columns.alive[world.firms[0]] = 0))?.slice(0, 1)).toEqual(['a dead firm is listed as living'])
  })

  it('finds experts whom no firm knows', () => {
    const found = caught((world) => world.organisations.columns.experts[0]++)
    expect(found?.slice(0, 3)).toEqual(['the experts of an institution are not those who advise firms', 8, 'organisation 0'])
  })

  it('finds ties with a dead partner, past their end, and miscounted degrees', () => {
    const partner = (world: World): number => world.ties.table.columns.second[aTie(world)]
    expect(caught((world) => (world.ties.table.columns.end[aTie(world)] = 7))?.slice(0, 1)).toEqual(['a tie runs past its end'])
    expect(caught((world) => world.organisations.columns.degree[partner(world)]++)?.[0]).toBe('a degree does not count the running ties')
    const dead = caught((world) => {
      const row = partner(world)
      world.organisations.columns.alive[row] = 0
      world.firms = world.firms.filter((firm) => firm !== row)
      world.firmCount = world.firms.findIndex((firm, i) => i > 0 && firm === 0)
    })
    expect(dead).toBeDefined()
  })

  it("finds banks' and agencies' books that do not agree with the firms'", () => {
    expect(caught((world) => (world.banks.columns.lent[0] += 4))).toEqual(["a bank's loans are not what firms owe it", 8, 'bank 0', 4])
    expect(caught((world) => (world.agencies.columns.guaranteed[1] += 6))).toEqual([
      "an agency's guarantees are not those of its clients", 8, 'agency 1', 6,
    ])
  })

  it('finds seats of nobody, of no alliance, held twice, and alliances that are led from outside', () => {
    expect(caught((world) => void (world.memberships.columns.alliance[world.memberships.count - 1] = world.alliances.count))?.[0]).toBe('a seat is one of no living alliance')
    expect(caught((world) => void world.alliances.count--)?.[0]).toBe('a seat is one of no living alliance')
    expect(caught((world) => world.memberships.columns.member.copyWithin(1, 0, 1))?.[0]).toBe('a seat is held twice')
    expect(caught((world) => void (world.alliances.columns.lead[0] = -1))?.[0]).toBe('an alliance is led by nobody of its own')
    const dead = caught((world) => {
      const { loan, alive } = world.organisations.columns
      const seats = [...world.memberships.columns.member.subarray(0, world.memberships.count)]
      const row = seats.find((one) => one >= world.institutions && loan[one] === 0 && world.ties.starts[one] === world.ties.starts[one + 1])!
      alive[row] = 0
      world.firms = world.firms.subarray(0, world.firmCount--).filter((firm) => firm !== row)
      world.visits = world.firms
    })
    expect(dead?.[0]).toBe('a dead organisation has a seat')
  })

  it('finds an agency over its cap', () => {
    const found = caught((world) => {
      const { guaranteed, limit } = world.agencies.columns
      const agency = guaranteed.findIndex((amount) => amount > 0)
      limit[agency] = guaranteed[agency] - 11
    })
    expect(found?.[0]).toBe('an agency is over its cap')
    expect(found?.[3]).toBe(11)
  })
})
