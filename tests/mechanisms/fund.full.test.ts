import { describe, expect, it } from 'vitest'
import type { Frame } from '../../src/experiment/simulate.ts'
import { chanceOfWinning, grantGain, reviewScore } from '../../src/mechanisms/fund/applying.ts'
import { calendarsClash, isRegistered, rulesContradict } from '../../src/mechanisms/fund/conflicts.ts'
import { auditChance, promisedResearch, temptation } from '../../src/mechanisms/fund/contract.ts'
import { priceOfStake } from '../../src/mechanisms/fund/equity.ts'
import { splitBudget } from '../../src/mechanisms/fund/lines.ts'
import { believedSupport } from '../../src/mechanisms/plan.ts'
import { type MetricKey, metricKeys } from '../../src/observe/metrics.ts'
import { type Purpose, purposeIndex } from '../../src/world/ledger.ts'
import { createRandomness } from '../../src/world/random.ts'
import type { World } from '../../src/world/world.ts'
import { policyWith } from '../support/innovation-world.ts'
import { experimentOf, runArm } from '../support/scenarios.ts'

const draws = createRandomness('conflicts', 1).site('fund.conflicts', 0)
const ids = Array.from({ length: 2000 }, (_, id) => id)
const metric = (frames: readonly Frame[], key: MetricKey): number[] =>
  frames.map(({ metrics }) => metrics[metricKeys.indexOf(key)]).filter((value) => !Number.isNaN(value))
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const paid = (frames: readonly Frame[], purpose: Purpose): number => sum(frames.map(({ flows }) => flows[purposeIndex[purpose]]))

describe('formulas', () => {
  it('the budget is split to the last yuan', () => {
    const shares = { 'fund.lines.services': 0.25, 'fund.lines.keyIndustries': 0.25, 'fund.shares.interest': 0.1, 'fund.shares.equity': 0.2, 'fund.shares.services': 0.1 }
    const lines = splitBudget(1000, policyWith(shares).general)
    expect(lines).toEqual({ financing: 300, keyIndustries: 250, interest: 50, equity: 100, services: 300 })
    expect(sum(Object.values(splitBudget(999_983, policyWith({ 'fund.shares.equity': 0.37 }).general)))).toBe(999_983)
  })
  it('a bonus counts beside all else; with none the score is merit, noise and connections', () => {
    expect(reviewScore(1, 0.5, 2, 0.1)).toBeCloseTo(0.9 * 1.5 + 0.2, 12)
    expect(reviewScore(1, 0.5, 2, 0.1, 2, 0.3)).toBeCloseTo(0.7 * (0.9 * 1.5 + 0.2) + 0.6, 12)
  })
  it('at the cut-off the chance is one half, and a partner raises it only with a bonus', () => {
    expect(chanceOfWinning(1, 0.9, 1, 0.1, 0, 0)).toBeCloseTo(0.5, 6)
    expect(chanceOfWinning(1, 0.9, 1, 0.1, 2, 0)).toBeCloseTo(0.5, 6)
    expect(chanceOfWinning(1, 0.9, 1, 0.1, 2, 0.3)).toBeGreaterThan(0.6)
  })
  it('a grant is worth its money to a firm that planned the project anyway, less to one that did not', () => {
    expect(grantGain(600_000, 1, 1_200_000, 0.5)).toBe(600_000)
    expect(grantGain(600_000, 1, 600_000, 0.5)).toBe(300_000)
    expect(promisedResearch(600_000, 1, 8)).toBe(150_000)
  })
  it('nobody is tempted when being caught costs more than it brings', () => {
    expect(auditChance(0, 8)).toBe(0)
    expect(auditChance(1, 8)).toBeCloseTo(1 - 0.75 ** 8, 12)
    expect(auditChance(4, 8)).toBe(1)
    expect(temptation(0, 0, 0.5, 0.5)).toBe(0.5)
    expect(temptation(1, 0, 0.5, 0.5)).toBe(1)
    expect(temptation(1, 0.8, 0.5, 0.5)).toBe(0)
  })
  it('the price of a stake makes it the share of the money in the whole', () => {
    expect(priceOfStake(800_000, 0.2)).toBe(200_000)
    expect(priceOfStake(0, 0.2)).toBe(0)
  })
  it('a law makes support certain for its years, later ones hang on belief in each renewal', () => {
    expect(believedSupport(0, 0.7, 3)).toBeCloseTo((0.7 + 0.49 + 0.343) / 3, 12)
    expect(believedSupport(1, 0.7, 3)).toBeCloseTo((1 + 0.7 + 0.49) / 3, 12)
    expect(believedSupport(5, 0.7, 3)).toBe(1)
  })
})

describe('coherence removes conflicts one by one', () => {
  const parameters = { contradiction: 0.15, desk: 0.2 }
  const conflictsAt = (coherence: number): number[][] => [
    ids.filter((id) => rulesContradict(draws, id, coherence, parameters)),
    ids.filter((id) => calendarsClash(draws, id, coherence, 5, 0.42, parameters)),
    ids.filter((id) => !isRegistered(draws, id, coherence)),
  ]
  it('all stand at 0, none at 1, and what is removed stays removed', () => {
    const levels = [0, 0.3, 0.7, 1].map(conflictsAt)
    expect(levels[0].map((those) => those.length)).toEqual([expect.closeTo(300, -2), 2000, 2000])
    expect(levels[3].map((those) => those.length)).toEqual([0, 0, 0])
    for (let level = 1; level < levels.length; level++) {
      levels[level].forEach((those, kind) => expect(levels[level - 1][kind]).toEqual(expect.arrayContaining(those)))
    }
  })
  it('a firm with staff enough for two applications knows no clash of calendars', () => {
    expect(ids.some((id) => calendarsClash(draws, id, 0, 9, 0.42, parameters))).toBe(false)
  })
})

/** Ten years of the classroom with much money, so that every use of it occurs. */
const rich = 'scale: 1\nquarters: 30\npolicy: { fund: { budget: 60, innovationBudget: 24, shares: { equity: 0.3 } } }'

describe('the year of the funds', async () => {
  const experiment = await experimentOf(`${rich}
arms:
  coherent: { coordination: { coherence: 1 } }
  watched: { coordination: { supervision: 1 } }
  unwatched: { coordination: { supervision: 0 } }
  partners: { fund: { partnerBonus: 0.3 } }
  required: { fund: { partnerRequired: 1 } }
  noInterest: { fund: { interestShare: 0 } }
  noEquity: { fund: { shares: { equity: 0 } } }
  noServices: { fund: { lines: { services: 0 } } }
  software: { fund: { sectorWeights: { software: 5 } } }
  law: { coordination: { horizon: 5 } }`)
  const frames = new Map<string, Frame[]>()
  const of = (arm: string): Frame[] => {
    if (!frames.has(arm)) frames.set(arm, runArm(experiment, arm))
    return frames.get(arm)!
  }

  it('in each sector those above one cut-off have won, the others not', () => {
    let applicants = 0
    const check = ({ events, firms, firmCount, sectors, organisations, grantCutoffs }: World): void => {
      const { grantStatus, grantScore, sector } = organisations.columns
      if (events.grantApplications === 0) return
      for (let i = 0; i < firmCount; i++) {
        const firm = firms[i]
        if (grantStatus[firm] === 0) continue
        applicants++
        const refusedSomebody = firms.subarray(0, firmCount).some((other) => sector[other] === sector[firm] && grantStatus[other] === 1)
        if (refusedSomebody) expect(grantStatus[firm] === 2, sectors.names[sector[firm]]).toBe(grantScore[firm] > grantCutoffs[sector[firm]])
      }
    }
    runArm(experiment, 'baseline', 1, { observer: check })
    expect(applicants).toBeGreaterThan(200)
  })

  it('pays interest, stakes and vouchers, each from its own money', () => {
    for (const purpose of ['interestSubsidies', 'equityStakes', 'serviceVouchers', 'innovationGrants'] as const) {
      expect(paid(of('baseline'), purpose), purpose).toBeGreaterThan(0)
    }
    expect(paid(of('noInterest').slice(8), 'interestSubsidies')).toBe(0)
    expect(paid(of('noEquity').slice(2), 'equityStakes')).toBe(0)
    expect(paid(of('noServices').slice(2), 'serviceVouchers')).toBe(0)
  })

  it('stakes come back: dividends at once, sales after five years, without being bought again before', () => {
    expect(paid(of('baseline'), 'equityReturns')).toBeGreaterThan(0)
    expect(paid(of('baseline').slice(20), 'equitySales')).toBeGreaterThan(0)
  })

  it('without a register projects are funded twice, with one never; more firms can apply to both funds', () => {
    expect(sum(metric(of('baseline'), 'doubleFundingShare'))).toBeGreaterThan(0)
    expect(sum(metric(of('coherent'), 'doubleFundingShare'))).toBe(0)
    expect(sum(metric(of('coherent'), 'grantApplications'))).toBeGreaterThan(sum(metric(of('baseline'), 'grantApplications')))
    expect(paid(of('coherent'), 'coordination')).toBeGreaterThan(0)
    expect(paid(of('baseline'), 'coordination')).toBe(0)
  })

  it('misuse falls with supervision, which costs', () => {
    const misuse = ['unwatched', 'baseline', 'watched'].map((arm) => sum(metric(of(arm), 'misuseShare')))
    expect(misuse[0]).toBeGreaterThan(misuse[1])
    expect(misuse[1]).toBeGreaterThan(misuse[2])
    expect(paid(of('watched'), 'grantAudits')).toBeGreaterThan(paid(of('baseline'), 'grantAudits'))
    expect(paid(of('unwatched'), 'grantAudits')).toBe(0)
  })

  it('only firms with a partner apply where one is required', () => {
    const check = ({ events, organisations }: World): void => {
      const { alive, grantStatus, degree, id } = organisations.columns
      if (events.grantApplications === 0) return
      // Ties may have ended since the call of this quarter.
      const alone = id.filter((_, row) => alive[row] === 1 && grantStatus[row] > 0 && degree[row] === 0)
      expect(alone.length).toBeLessThanOrEqual(events.endedTies * 2)
    }
    // The burn-in has the baseline's rule.
    let quarter = 0
    const required = runArm(experiment, 'required', 0, { observer: (world) => void (quarter++ >= 6 && check(world)) })
    expect(sum(metric(required, 'grantApplications'))).toBeLessThan(sum(metric(of('baseline'), 'grantApplications')))
  })

  it('a bonus for partners makes firms look for them', () => {
    expect(sum(metric(of('partners'), 'newTies'))).toBeGreaterThan(sum(metric(of('baseline'), 'newTies')))
  })

  it('a favoured sector gets more of the key-industry line', () => {
    const winners = (arm: string): number => {
      let count = 0
      runArm(experiment, arm, 1, {
        observer: ({ events, organisations, sectors }) => {
          if (events.grantApplications === 0) return
          const software = sectors.names.indexOf('software')
          organisations.columns.grantStatus.forEach((status, row) => {
            if (status === 2 && organisations.columns.sector[row] === software) count++
          })
        },
      })
      return count
    }
    expect(winners('software')).toBeGreaterThan(winners('baseline'))
  })

  it('a law that lasts raises R&D', () => {
    expect(sum(metric(of('law'), 'rdSpending'))).toBeGreaterThan(sum(metric(of('baseline'), 'rdSpending')))
  })
})
