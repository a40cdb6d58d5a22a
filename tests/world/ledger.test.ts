import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  attachCash, balancesOf, copyLedger, createLedger, type Ledger, openSectors, type Purpose, purposeIndex, purposeNames, purposes,
  sectors, transfer,
} from '../../src/world/ledger.ts'

const ORGANISATIONS = 5
const small = (): Ledger => createLedger(new Float64Array(ORGANISATIONS), { banks: 3, agencies: 2 })

/** Firms and universities share one array of balances, which must not be counted twice. */
const total = (ledger: Ledger): number => [...new Set(ledger.balances)].flatMap((balances) => [...balances]).reduce((sum, x) => sum + x, 0)

const yuan = fc.integer({ min: 0, max: 2 ** 40 })
const payments = fc.array(
  fc.record({ purpose: fc.constantFrom(...purposeNames), payer: fc.nat(), payee: fc.nat(), amount: yuan }),
  { maxLength: 60 },
)

function pay(ledger: Ledger, { purpose, payer, payee, amount }: { purpose: Purpose; payer: number; payee: number; amount: number }): void {
  const [from, to] = purposes[purpose]
  transfer(ledger, purposeIndex[purpose], payer % balancesOf(ledger, from).length, payee % balancesOf(ledger, to).length, amount)
}

describe('a transfer', () => {
  it('takes from the payer what it gives to the payee, and notes what for', () => {
    const ledger = small()
    transfer(ledger, purposeIndex.loans, 2, 4, 1_000_000)
    expect([...balancesOf(ledger, 'banks')]).toEqual([0, 0, -1_000_000])
    expect([...balancesOf(ledger, 'firms')]).toEqual([0, 0, 0, 0, 1_000_000])
    expect(ledger.flows[purposeIndex.loans]).toBe(1_000_000)
    expect(ledger.flows.filter((flow) => flow !== 0)).toHaveLength(1)
  })

  it('leaves the sum of all accounts as it was', () => {
    fc.assert(fc.property(payments, (list) => {
      const ledger = small()
      for (const payment of list) pay(ledger, payment)
      expect(total(ledger)).toBe(0)
      expect(ledger.flows.reduce((sum, flow) => sum + flow, 0)).toBe(list.reduce((sum, { amount }) => sum + amount, 0))
    }))
  })

  it('gives the same books in any order', () => {
    fc.assert(fc.property(payments, (list) => {
      const [forwards, backwards] = [small(), small()]
      for (const payment of list) pay(forwards, payment)
      for (const payment of list.toReversed()) pay(backwards, payment)
      expect(backwards).toEqual(forwards)
    }))
  })

  it.each([0.5, 1e-9, -1, NaN, -Infinity])('refuses %s yuan and leaves the books alone', (amount) => {
    const ledger = small()
    expect(() => transfer(ledger, purposeIndex.wages, 1, 0, amount)).toThrow(`a transfer for wages must be whole yuan, not ${amount}`)
    expect(ledger).toEqual(small())
  })

  it('may be of nothing', () => {
    const ledger = small()
    transfer(ledger, purposeIndex.wages, 1, 0, 0)
    expect(ledger).toEqual(small())
  })
})

describe('purposes', () => {
  it('each have one payer and one payee, of different sectors', () => {
    for (const purpose of purposeNames) {
      const [payer, payee, meaning] = purposes[purpose]
      expect(sectors, purpose).toEqual(expect.arrayContaining([payer, payee]))
      expect(payer, purpose).not.toBe(payee)
      expect(meaning.length, purpose).toBeGreaterThan(3)
    }
  })

  it('let every sector pay and be paid', () => {
    for (const sector of sectors) {
      expect(purposeNames.some((purpose) => purposes[purpose][0] === sector), `${sector} pays`).toBe(true)
      expect(purposeNames.some((purpose) => purposes[purpose][1] === sector), `${sector} is paid`).toBe(true)
    }
    expect(openSectors).toEqual(['households', 'outside'])
  })
})

describe('accounts', () => {
  it('are as many as told, and one for a sector of which nothing is told', () => {
    const ledger = small()
    expect(sectors.map((sector) => balancesOf(ledger, sector).length)).toEqual([5, 5, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1])
  })

  it('of firms are the cash of organisations, also after that has grown', () => {
    const ledger = small()
    const cash = new Float64Array(9)
    attachCash(ledger, cash)
    transfer(ledger, purposeIndex.sales, 0, 7, 12)
    transfer(ledger, purposeIndex.technologyContracts, 7, 1, 5)
    expect([cash[7], cash[1]]).toEqual([7, 5])
  })

  it('of a copy go their own way', () => {
    const ledger = small()
    transfer(ledger, purposeIndex.sales, 0, 1, 100)
    const cash = balancesOf(ledger, 'firms').slice()
    const copy = copyLedger(ledger, cash)
    expect(copy).toEqual(ledger)
    transfer(copy, purposeIndex.wages, 1, 0, 60)
    expect([cash[1], balancesOf(copy, 'universities')[1], copy.flows[purposeIndex.wages]]).toEqual([40, 40, 60])
    expect([balancesOf(ledger, 'firms')[1], balancesOf(ledger, 'households')[0], ledger.flows[purposeIndex.wages]]).toEqual([100, 0, 0])
  })
})
