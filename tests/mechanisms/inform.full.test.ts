import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { burnIn, type Frame, simulateArm, type SimulationOptions } from '../../src/experiment/simulate.ts'
import { releasedShare } from '../../src/mechanisms/evaluate/platforms.ts'
import { inform, nextAwareness } from '../../src/mechanisms/inform.ts'
import { fitByGroup, partsOf } from '../../src/mechanisms/inform/fit.ts'
import { reachOf, usefulEffort, worthOf } from '../../src/mechanisms/inform/platforms.ts'
import { screeningCost } from '../../src/mechanisms/lend/judging.ts'
import type { Office } from '../../src/mechanisms/lend/office.ts'
import { lend } from '../../src/mechanisms/lend.ts'
import { partner } from '../../src/mechanisms/partner.ts'
import { candidateFor, chooseClients, platformOf } from '../../src/mechanisms/partner/platforms.ts'
import { looksOf } from '../../src/mechanisms/partner/search.ts'
import { type MetricKey, metricKeys } from '../../src/observe/metrics.ts'
import { type Purpose, purposeIndex } from '../../src/world/ledger.ts'
import { keepNumber } from '../../src/world/platforms.ts'
import { createRandomness } from '../../src/world/random.ts'
import { addTie, indexTies, SME_TIE } from '../../src/world/ties.ts'
import { copyWorld, type World } from '../../src/world/world.ts'
import { defaultsOf, innovationWorld, policyWith } from '../support/innovation-world.ts'
import { act, firmsOf, region } from '../support/region.ts'
import { bitsOf, experimentOf, runArm } from '../support/scenarios.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('formulas', () => {
  it('awareness stays between 0 and 1, rises with learning, and without it only fades', () => {
    fc.assert(
      fc.property(share, fc.double({ min: 0, max: 100, noNaN: true }), share, (awareness, learning, fade) => {
        const next = nextAwareness(awareness, learning, fade)
        expect(next).toBeGreaterThanOrEqual(awareness * (1 - fade))
        expect(next).toBeLessThanOrEqual(1)
        expect(nextAwareness(awareness, learning + 1, fade)).toBeGreaterThanOrEqual(next)
      }),
    )
    expect(nextAwareness(0.8, 0, 0.25)).toBeCloseTo(0.6, 12)
    expect(nextAwareness(0, 1, 0.25)).toBe(0.5)
  })

  it('awareness settles where what is learned equals what fades', () => {
    let awareness = 0.9
    for (let quarter = 0; quarter < 400; quarter++) awareness = nextAwareness(awareness, 0.1, 0.075)
    // a = a(1-f) + (1 - a(1-f)) l/(1+l) gives a = l / (l + f).
    expect(awareness).toBeCloseTo(0.1 / 0.175, 10)
  })

  it('reach and worth have diminishing returns, half where enough is', () => {
    expect([0, 1.3, 3.9].map((built) => reachOf(built, 1.3))).toEqual([0, 0.5, 0.75])
    expect([0, 0.5].map((content) => worthOf(content, 0.5))).toEqual([0, 0.5])
    expect([0, 0.5, 1].map((stake) => usefulEffort(stake, 0.5))).toEqual([0.5, 0.75, 1])
  })

  it('a subsidy is released in full when nothing hangs on use, and with use when all does', () => {
    expect([0, 0.5, 1].map((stake) => releasedShare(stake, 0.6, 1.2))).toEqual([1, 0.8, 0.6])
    expect(releasedShare(1, 5, 1.2)).toBe(1.2)
    expect(releasedShare(1, -1, 1.2)).toBe(0)
  })

  it('editions divide size, stage and sector in turn, and more of them never fit anybody worse', () => {
    expect([1, 2, 3, 4, 6, 8, 12].map(partsOf)).toEqual([[1, 1, 1], [2, 1, 1], [3, 1, 1], [2, 2, 1], [3, 2, 1], [2, 2, 2], [3, 2, 2]])
    const fits = [1, 2, 4, 8, 12].map((editions) => fitByGroup(6, editions, 0.6))
    for (let more = 1; more < fits.length; more++) {
      fits[more].forEach((fit, group) => expect(fit).toBeGreaterThanOrEqual(fits[more - 1][group]))
    }
    expect(fits[0].some((fit) => fit < 0.6)).toBe(true)
    expect(fitByGroup(6, 1, 0).every((fit) => fit === 1)).toBe(true)
  })

  it('the informed look at more candidates', () => {
    const sight = { sight: 4, informedSight: 5 }
    expect([looksOf(0, sight, 0.5), looksOf(1, sight, 0.5), looksOf(0.4, sight, 0), looksOf(0.5, sight, 0.6)]).toEqual([4, 9, 6, 7])
  })

  it('platforms are at home in the fields in turn', () => {
    expect([0, 1, 2, 3].map((field) => platformOf(3, field, 0.99))).toEqual([0, 1, 2, -1])
    for (let field = 0; field < 8; field++) {
      for (const uniform of [0, 0.4, 0.99]) {
        const platform = platformOf(19, field, uniform)
        expect(platform % 8).toBe(field)
        expect(platform).toBeLessThan(19)
      }
    }
  })
})

const classroom = await experimentOf('quarters: 1\nburnIn: 4')
const burntIn = burnIn(classroom, 0)

function informed(quarters: number, levers = {}, arrange: (world: World) => void = () => {}, parameters = {}): World {
  const world = copyWorld(burntIn)
  arrange(world)
  for (let quarter = 0; quarter < quarters; quarter++) {
    inform.run(world, policyWith(levers), defaultsOf(inform, parameters), createRandomness('inform', 1))
    world.step++
    world.quarter++
  }
  return world
}
const meanAwareness = (world: World, rows = world.firms.subarray(0, world.firmCount)): number =>
  rows.reduce((sum, row) => sum + world.organisations.columns.awareness[row], 0) / rows.length

describe('awareness', () => {
  it('hardly comes to firms that do not attend', () => {
    const rows = burntIn.firms.subarray(0, 40)
    const levels = [0, 0.1, 1].map((interest) => {
      const world = informed(24, { 'information.outreach': 0 }, ({ organisations: { columns } }) => {
        for (const row of rows) columns.interest[row] = columns.attention[row] = interest
      })
      return meanAwareness(world, rows)
    })
    expect(levels[0]).toBeLessThan(0.15)
    expect(levels[1]).toBeLessThan(0.35)
    expect(levels[2]).toBeGreaterThan(0.5)
  })

  it("follows the partners' example", () => {
    const [loner, follower, model] = burntIn.firms
    const world = informed(8, { 'information.build': 0 }, (copy) => {
      const { attention, interest, awareness, sector, born, employees, skilled } = copy.organisations.columns
      for (const column of [sector, born, employees, skilled, interest, attention]) column[loner] = column[follower]
      interest[follower] = interest[loner] = attention[follower] = attention[loner] = 0.5
      awareness[follower] = awareness[loner] = 0.1
      awareness[model] = interest[model] = attention[model] = 1
      copy.ties.table.count = 0
      addTie(copy.ties, follower, model, SME_TIE, copy.step)
      indexTies(copy.ties, copy.organisations.capacity)
    }, { persuasion: 0 })
    const { awareness } = world.organisations.columns
    expect(awareness[follower]).toBeGreaterThan(awareness[loner] + 0.03)
  })

  it('does not depend on the order of visits', () => {
    const one = informed(4)
    const other = informed(4, {}, (world) => void world.visits.subarray(0, world.firmCount).reverse())
    expect(other.organisations.columns.awareness).toEqual(one.organisations.columns.awareness)
    expect(other.platforms).toEqual(one.platforms)
  })

  it('costs nothing when all its levers are 0', () => {
    const none = {
      'information.build': 0, 'information.operation': 0, 'information.outreach': 0, 'platforms.service': 0, 'platforms.finance': 0,
    }
    const world = informed(4, none, ({ ledger }) => void ledger.flows.fill(0))
    expect(world.ledger.flows.every((flow) => flow === 0)).toBe(true)
  })

  it('private partners pay for building as far as they are asked, and as use is worth it to them', () => {
    const paid = (coFunding: number, privateWorth: number): number => {
      const { flows } = informed(2, { 'information.coFunding': coFunding }, ({ ledger }) => void ledger.flows.fill(0), { privateWorth }).ledger
      return flows[purposeIndex.informationCoFunding] / flows[purposeIndex.informationBuilding]
    }
    expect(paid(0.3, 1e4)).toBeCloseTo(0.3, 3)
    expect(paid(2, 1e4)).toBeCloseTo(2, 3)
    expect(paid(2, 0)).toBe(0)
    expect(paid(2, 400)).toBeLessThan(1)
  })
})

const levers = `arms:
  build: { information: { build: 0 } }
  coFunding: { information: { coFunding: 0 } }
  operation: { information: { operation: 0 } }
  evaluation: { information: { evaluation: 1 } }
  variants: { information: { variants: 6 } }
  outreach: { information: { outreach: 0.8 } }
  service: { platforms: { service: 8 } }
  finance: { platforms: { finance: 0.9 } }
  incubators: { platforms: { incubators: 12 } }
quarters: 10`
const channels = {
  build: ['inform'], coFunding: ['inform'], operation: ['inform'], variants: ['inform'], outreach: ['inform'],
  evaluation: ['evaluate'], service: ['inform'], finance: ['inform'], incubators: ['turnover'],
} as const
const experiment = await experimentOf(levers)
/** All arms branch from one burnt-in world. */
const start = burnIn(experiment, 0)
const run = (arm: string, options: SimulationOptions = {}): Frame[] => [...simulateArm(experiment, start, arm, 0, options)]
const baseline = run('baseline')
const frames = new Map(Object.keys(channels).map((arm) => [arm, run(arm)]))
const last = (arm: string, metric: MetricKey): number =>
  (frames.get(arm) ?? baseline).at(-1)!.metrics[metricKeys.indexOf(metric)]
const sumOf = (arm: string, metric: MetricKey): number =>
  (frames.get(arm) ?? baseline).reduce((sum, { metrics }) => {
    const value = metrics[metricKeys.indexOf(metric)]
    return Number.isNaN(value) ? sum : sum + value
  }, 0)

describe('the levers', () => {
  it.each(Object.entries(channels))('%s acts through its own mechanism alone', (arm, channel) => {
    expect(bitsOf(frames.get(arm)!)).not.toBe(bitsOf(baseline))
    expect(bitsOf(run(arm, { audit: 'end', baselineFor: channel }))).toBe(bitsOf(baseline))
  })

  it('move awareness: building, operation, private partners, evaluation, editions, publicity', () => {
    const usual = last('baseline', 'awareness')
    for (const arm of ['build', 'operation', 'coFunding']) expect(last(arm, 'awareness'), arm).toBeLessThan(usual)
    for (const arm of ['evaluation', 'variants', 'outreach']) expect(last(arm, 'awareness'), arm).toBeGreaterThan(usual)
  })

  it('have a price: what costs more and what costs less', () => {
    const spent = (arm: string, purpose: Purpose): number =>
      (frames.get(arm) ?? baseline).reduce((sum, { flows }) => sum + flows[purposeIndex[purpose]], 0)
    const less = { build: 'informationBuilding', operation: 'informationOperation', coFunding: 'informationCoFunding' } as const
    for (const [arm, purpose] of Object.entries(less)) expect(spent(arm, purpose), arm).toBeLessThan(spent('baseline', purpose))
    const more = {
      evaluation: 'informationEvaluation', variants: 'informationOperation', outreach: 'publicity', service: 'servicePlatforms',
      finance: 'financePlatform', incubators: 'incubatorStaff',
    } as const
    for (const [arm, purpose] of Object.entries(more)) expect(spent(arm, purpose), arm).toBeGreaterThan(spent('baseline', purpose))
  })

  it('do nothing when inform is off', async () => {
    const off = await experimentOf(`${levers}\nmechanisms: { inform: off }`)
    const without = bitsOf(runArm(off))
    for (const arm of ['build', 'outreach', 'service', 'finance']) expect(bitsOf(runArm(off, arm)), arm).toBe(without)
  })

  it('evaluation does nothing when evaluate is off', async () => {
    const off = await experimentOf(`${levers}\nmechanisms: { evaluate: off }`)
    expect(bitsOf(runArm(off, 'evaluation'))).toBe(bitsOf(runArm(off)))
  })

  it('finance: of the same firms in need fewer are discouraged, since less has to be looked for', () => {
    const discouraged = (accuracy: number): number => {
      const world = region()
      const { lastDiscouraged, awareness } = world.organisations.columns
      world.platforms.finance.columns.accuracy[0] = accuracy
      awareness.fill(0.8)
      act(world, lend, { audit: false })
      return firmsOf(world, (_, firm) => lastDiscouraged[firm] === world.step).length
    }
    expect(discouraged(0.9)).toBeLessThan(discouraged(0.3))
  })

  it('finance: a bank spares the work that a matched firm has done, so small loans may cost less', () => {
    const world = region()
    const [firm] = firmsOf(world)
    const parameters = defaultsOf(lend, { screeningCost: 8000 }) as Office['parameters']
    world.platforms.finance.columns.accuracy[0] = 0.9
    const costs = [0, 0.5, 1].map((awareness) => {
      world.organisations.columns.awareness[firm] = awareness
      return screeningCost({ world, parameters } as Office, firm, 0.5)
    })
    expect(costs[0]).toBe(2000)
    expect(costs[1]).toBeCloseTo(1100, 9)
    expect(costs[2]).toBeCloseTo(200, 9)
  })

  it('publicity: more apply for grants, fewer of them succeed, and only because more firms hear of the call', async () => {
    expect(sumOf('outreach', 'grantApplications')).toBeGreaterThan(1.03 * sumOf('baseline', 'grantApplications'))
    expect(sumOf('outreach', 'grantSuccessRate')).toBeLessThan(sumOf('baseline', 'grantSuccessRate'))
    const everybodyHears = await experimentOf(`${levers}\nparameters: { fund: { awarenessNeeded: 0 } }`)
    const applications = (arm: string): number =>
      runArm(everybodyHears, arm).reduce((sum, { metrics }) => sum + metrics[metricKeys.indexOf('grantApplications')], 0)
    expect(Math.abs(applications('outreach') / applications('baseline') - 1)).toBeLessThan(0.02)
  })
})

describe('service platforms', () => {
  const searchers = (platforms: number): World => {
    const world = innovationWorld({ firms: 1200, institutions: 20 })
    keepNumber(world.platforms.service, platforms)
    for (let i = 0; i < world.firmCount; i++) world.organisations.columns.searching[world.firms[i]] = 1
    return world
  }
  const random = createRandomness('platforms', 1)
  const served = (platforms: number): number =>
    chooseClients(searchers(platforms), defaultsOf(partner) as never, random).reduce((sum, mark) => sum + mark, 0)

  it('serve no more than they can, and many platforms find too few clients', () => {
    const world = searchers(8)
    const marks = chooseClients(world, defaultsOf(partner) as never, random)
    const { clients } = world.platforms.service.columns
    expect(clients.every((count) => count <= 16)).toBe(true)
    expect(clients.reduce((sum, count) => sum + count, 0)).toBe(marks.reduce((sum, mark) => sum + mark, 0))
    const [none, some, twice, many, more] = [0, 16, 32, 128, 256].map(served)
    expect(none).toBe(0)
    expect(twice).toBeGreaterThan(1.5 * some)
    expect(more - many).toBeLessThan(0.1 * many)
  })

  it('propose better candidates the more they look at', () => {
    const world = searchers(8)
    const { columns } = world.organisations
    const draws = random.site('candidates', 0)
    const found = (platformScreened: number): number => {
      const parameters = { ...defaultsOf(partner), platformScreened } as never
      return [...world.firms].filter((firm) => candidateFor(world, firm, 0, parameters, draws) >= 0).length
    }
    expect(found(1)).toBeGreaterThan(200)
    expect(found(8)).toBeGreaterThan(found(1))
    for (const firm of world.firms.subarray(0, 50)) {
      const candidate = candidateFor(world, firm, 1, defaultsOf(partner) as never, draws)
      if (candidate >= 0) expect([candidate === firm, columns.technology[candidate]]).toEqual([false, 1])
    }
  })

  it('bring more ties about', () => {
    const ties = (platforms: number): number => {
      const world = innovationWorld({ firms: 1500, institutions: 20 })
      keepNumber(world.platforms.service, platforms)
      let started = 0
      for (let quarter = 0; quarter < 6; quarter++, world.step++) {
        const before = world.events.newTies
        partner.run(world, policyWith(), defaultsOf(partner), random)
        started += world.events.newTies - before
      }
      return started
    }
    expect(ties(40)).toBeGreaterThan(1.02 * ties(0))
  })
})
