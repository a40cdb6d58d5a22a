import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/mechanisms/evaluate.ts'
import { misusedPart } from '../../src/mechanisms/evaluate/audits.ts'
import { updateConfidence, updatedConfidence } from '../../src/mechanisms/evaluate/beliefs.ts'
import { balancesOf, purposeIndex, transfer } from '../../src/world/ledger.ts'
import { createRandomness } from '../../src/world/random.ts'
import { addTie, indexTies, SME_TIE } from '../../src/world/ties.ts'
import { defaultsOf, innovationWorld, policyWith } from '../support/innovation-world.ts'

const learning = { learning: 0.2, hearsay: 0.5 }

describe('formulas', () => {
  it('a belief moves towards what was seen, half as fast towards what was heard, and not without news', () => {
    expect(updatedConfidence(0.7, 0, 0, 0, 0, learning)).toBe(0.7)
    expect(updatedConfidence(0.7, 1, 0, 0, 0, learning)).toBeCloseTo(0.76, 12)
    expect(updatedConfidence(0.7, 0, 1, 0, 0, learning)).toBeCloseTo(0.56, 12)
    expect(updatedConfidence(0.7, 0, 0, 0, 1, learning)).toBeCloseTo(0.63, 12)
    expect(updatedConfidence(0.7, 1, 0, 0, 2, learning)).toBeCloseTo(0.7 + 0.2 * (0.5 - 0.7), 12)
  })
  it('and stays a probability', () => {
    const count = fc.integer({ min: 0, max: 50 })
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), count, count, count, count, (belief, kept, broken, heardKept, heardBroken) => {
        const after = updatedConfidence(belief, kept, broken, heardKept, heardBroken, learning)
        return after >= 0 && after <= 1
      }),
    )
  })
  it('what is missing within the tolerance is no misuse', () => {
    expect(misusedPart(80, 100, 0.25)).toBe(0)
    expect(misusedPart(20, 100, 0.25)).toBeCloseTo(0.8, 12)
    expect(misusedPart(0, 0, 0.25)).toBe(0)
  })
})

it('news travel along running ties, to the partner alone', () => {
  const world = innovationWorld({ firms: 10 })
  const { confidence, promisesBroken } = world.organisations.columns
  confidence.fill(0.7)
  const [one, other, third] = world.firms
  addTie(world.ties, one, other, SME_TIE, 0)
  indexTies(world.ties, world.organisations.capacity)
  promisesBroken[one] = 1
  updateConfidence(world, learning)
  expect(confidence[one]).toBeCloseTo(0.56, 12)
  expect(confidence[other]).toBeCloseTo(0.63, 12)
  expect(confidence[third]).toBe(0.7)
  expect(promisesBroken[one]).toBe(0)
})

describe('an audit', () => {
  /** A firm that got 70 of 100 thousand two years ago for R&D of 25 thousand a quarter, and did `done` of it. */
  function audited(done: number, supervision: number) {
    const world = innovationWorld({ firms: 10 })
    const firm = world.firms[3]
    const c = world.organisations.columns
    world.step = 4
    Object.assign(world, { step: 4 })
    c.grantMoney[firm] = 100_000
    c.grantRest[firm] = 30_000
    c.grantPromise[firm] = 25_000
    c.grantStart[firm] = 0
    c.grantEnds[firm] = 8
    c.grantSpent[firm] = done
    transfer(world.ledger, purposeIndex.founding, 0, firm, 1_000_000)
    const before = c.cash[firm]
    evaluate.run(world, policyWith({ 'coordination.supervision': supervision }), defaultsOf(evaluate), createRandomness('audit', 1))
    return { world, c, firm, repaid: before - c.cash[firm], audits: world.ledger.flows[purposeIndex.grantAudits] / 20_000 }
  }

  it('takes back the misused part with a penalty, stops the project and excludes the firm', () => {
    const { c, firm, repaid, audits, world } = audited(20_000, 4)
    expect(audits).toBe(1)
    expect(repaid).toBe(Math.round(70_000 * 0.8 * 1.5))
    expect([c.grantMoney[firm], c.grantRest[firm], c.grantEnds[firm], c.grantBan[firm]]).toEqual([0, 0, 4, 16])
    expect(balancesOf(world.ledger, 'government:coordination-office')[0]).toBe(0)
  })
  it('leaves alone who did the project', () => {
    const { c, firm, repaid, audits } = audited(100_000, 4)
    expect([audits, repaid, c.grantMoney[firm]]).toEqual([1, 0, 100_000])
  })
  it('does not happen without supervision', () => {
    const { c, firm, repaid, audits } = audited(0, 0)
    expect([audits, repaid, c.grantMoney[firm]]).toEqual([0, 0, 100_000])
  })
})
