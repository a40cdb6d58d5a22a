import { describe, expect, it } from 'vitest'
import { hire } from '../../src/mechanisms/hire.ts'
import { adviceParameters } from '../../src/mechanisms/hire/advice.ts'
import { leavingParameters, mixedWith, offersTaken, quarterlyChance, stakeWorth, trainedShare } from '../../src/mechanisms/hire/leaving.ts'
import { matchingParameters, matchPosts, supplied } from '../../src/mechanisms/hire/matching.ts'
import { dismissAll, FROM_FIRM, GRADUATE, personAddress, startSearch } from '../../src/mechanisms/hire/movers.ts'
import { clearedWage, postParameters, productionStaff, researchers, surplus } from '../../src/mechanisms/hire/posts.ts'
import { programmeParameters } from '../../src/mechanisms/hire/programmes.ts'
import type { LeverName } from '../../src/mechanisms/levers.ts'
import type { ParameterValues } from '../../src/mechanisms/mechanism.ts'
import { balancesOf, purposeIndex, sectors } from '../../src/world/ledger.ts'
import { countBits, WORDS } from '../../src/world/organisations.ts'
import { createRandomness } from '../../src/world/random.ts'
import { copyWorld, emptyEvents, type World } from '../../src/world/world.ts'
import { labourMarket, policyWith, skilledStock, WAGE, withoutProgrammes } from '../support/labour-market.ts'

const parameters = { ...leavingParameters, ...postParameters, ...matchingParameters, ...programmeParameters, ...adviceParameters }
const defaults = Object.fromEntries(
  Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]),
) as ParameterValues<typeof parameters>

const random = createRandomness('hire', 1)

/** Runs quarters and adds up their events. */
function quarters(world: World, count: number, changes: Partial<Record<LeverName, number>> = {}, values = defaults) {
  const total = emptyEvents()
  for (let i = 0; i < count; i++) {
    Object.assign(world.events, emptyEvents())
    hire.run(world, policyWith(changes), values, random)
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += world.events[key]
    world.step++
  }
  return total
}

describe('formulas', () => {
  it('an offer that beats more is taken less often', () => {
    expect(offersTaken(0, 0.5)).toBe(1)
    expect(offersTaken(0.25, 0.5)).toBeCloseTo(Math.exp(-0.5), 14)
    expect(mixedWith(0.1, 0.25, 0.5)).toBeCloseTo(0.9 + 0.1 * Math.exp(-0.5), 14)
  })
  it('a stake is worth its share of profit per person, within the limit, and nothing without profit', () => {
    expect(stakeWorth(0.075, 1e6, 10, 1e5, 0.25)).toBeCloseTo(0.075, 14)
    expect(stakeWorth(0.075, 1e9, 10, 1e5, 0.25)).toBe(0.25)
    expect(stakeWorth(0.075, -1e6, 10, 1e5, 0.25)).toBe(0)
  })
  it('seats fall at random: some get two, some none', () => {
    expect(trainedShare(0)).toBe(0)
    expect(trainedShare(0.5)).toBeCloseTo(1 - Math.exp(-0.5), 14)
  })
  it('four quarters make a year', () => {
    expect((1 - quarterlyChance(0.189)) ** 4).toBeCloseTo(1 - 0.189, 12)
  })
  it('R&D employs fewer persons for the same money when the wage is higher, but less than in proportion', () => {
    expect(researchers(317000 / 4, 317000, WAGE, WAGE)).toBeCloseTo(1, 12)
    const dearer = researchers(317000 / 4, 317000, WAGE * 1.1, WAGE)
    expect(dearer).toBeLessThan(1)
    expect(dearer).toBeGreaterThan(1 / 1.1)
  })
  it('production staff is the share of all staff', () => {
    expect(productionStaff(75, 0.25, 1)).toBe(25)
  })
  it('lets go only what is far beyond the need', () => {
    expect([surplus(12, 10, 0.2), surplus(13, 10, 0.2), surplus(1, 0, 0.2), surplus(3, 0, 0.2), surplus(5, 9, 0.2)]).toEqual([
      0, 1, 0, 2, 0,
    ])
  })
  it('the wage follows the ratio of posts to searchers, within the limit, and rests when they are equal', () => {
    expect(clearedWage(WAGE, 500, 500, 1, 0.04, 0.02)).toBe(WAGE)
    expect(clearedWage(WAGE, 5000, 10, 1, 0.04, 0.02)).toBe(Math.round(WAGE * Math.exp(0.02)))
    expect(clearedWage(WAGE, 0, 5000, 1, 0.04, 0.02)).toBe(Math.round(WAGE * Math.exp(-0.02)))
  })
  it('supply rises with the wage, departures fall', () => {
    expect(supplied(100, 1.1, 1)).toBeCloseTo(110, 10)
    expect(supplied(100, 1.1, -0.5)).toBeLessThan(100)
    expect(supplied(100, 1, 3)).toBe(100)
  })
})

describe('what a mover carries', () => {
  it('is two specialisms of the organisation left, or nothing when it has none', () => {
    const world = labourMarket(50)
    const { specialisms } = world.organisations.columns
    const [able, ignorant] = world.firms
    specialisms.fill(0, able * WORDS, (able + 1) * WORDS)
    specialisms.fill(0, ignorant * WORDS, (ignorant + 1) * WORDS)
    specialisms[able * WORDS + 3] = 0b101
    for (let ordinal = 0; ordinal < 20; ordinal++) {
      startSearch(world, able, ordinal, world.step, FROM_FIRM)
      startSearch(world, ignorant, ordinal, world.step, FROM_FIRM)
    }
    const { specialism, secondSpecialism } = world.movers.columns
    const first = Array.from(specialism.subarray(0, world.movers.count))
    const pairs = first.map((one, mover) => [one, secondSpecialism[mover]])
    expect(new Set(first.filter((_, mover) => mover % 2 === 0))).toEqual(new Set([96, 98]))
    expect(pairs.every(([one, two], mover) => (mover % 2 === 0 ? one !== two : one === -1 && two === -1))).toBe(true)
  })
  it('addresses of persons hardly ever collide', () => {
    const seen = new Set<number>()
    for (let id = 1024; id < 2024; id++) for (let ordinal = 0; ordinal < 20; ordinal++) seen.add(personAddress(id, ordinal, 3))
    expect(seen.size).toBeGreaterThan(19_990)
  })
})

describe('a quarter', () => {
  it('loses nobody: firms and movers change by graduates, recruits and departures', () => {
    const world = labourMarket(400)
    for (let quarter = 0; quarter < 12; quarter++) {
      const before = skilledStock(world) + world.movers.count
      const { graduates, recruits, departures } = quarters(world, 1, { 'talent.overseasRecruits': 40, 'talent.leadingTalents': 8 })
      expect(skilledStock(world) + world.movers.count).toBe(before + graduates + recruits - departures)
      expect(world.organisations.columns.skilled.every((skilled) => skilled >= 0)).toBe(true)
    }
  })

  it('is the same in any order of visits', () => {
    const changes = { 'talent.overseasRecruits': 40, 'talent.leadingTalents': 20, 'talent.equityIncentives': 0.5 }
    const [identity, ...others] = (['identity', 'reverse', 'interleaved'] as const).map((order) => {
      const world = labourMarket(400, order)
      const events = quarters(world, 6, changes)
      const { organisations, movers, ledger, skilledWage, remainders } = world
      return { organisations, movers, ledger, skilledWage, remainders, events }
    })
    for (const other of others) expect(other).toEqual(identity)
  })

  it('pays every programme exactly, and only whole yuan', () => {
    const world = labourMarket(400)
    const cashBefore = world.organisations.columns.cash.reduce((sum, cash) => sum + cash, 0)
    quarters(world, 4, { 'talent.overseasRecruits': 40, 'talent.leadingTalents': 8, 'talent.awards': 12, 'talent.training': 600 })
    expect(balancesOf(world.ledger, 'government:talent-programme')[0]).toBe(0)
    let net = world.organisations.columns.cash.reduce((sum, cash) => sum + cash, 0) - cashBefore
    for (const sector of sectors) {
      if (sector === 'firms' || sector === 'universities') continue
      for (const balance of balancesOf(world.ledger, sector)) net += balance
    }
    expect(net).toBe(0)
    const { flows } = world.ledger
    for (const purpose of ['talentAwards', 'talentProjects', 'training', 'trainingFees', 'taxRebates'] as const) {
      expect(flows[purposeIndex[purpose]], purpose).toBeGreaterThan(0)
    }
    expect(flows.every((flow) => Number.isInteger(flow))).toBe(true)
  })

  it('with all levers at zero costs the programme nothing', () => {
    const world = labourMarket(200)
    quarters(world, 4, { ...withoutProgrammes, 'talent.seniorIncentives': 0, 'talent.equityIncentives': 0 })
    expect(world.ledger.flows.every((flow) => flow === 0)).toBe(true)
  })

  it('keeps stock and wage near the start when nothing else changes', () => {
    const world = labourMarket(1200)
    const start = skilledStock(world)
    const { leavers, skilledBefore } = quarters(world, 60, withoutProgrammes)
    expect((4 * leavers) / skilledBefore).toBeGreaterThan(0.16)
    expect((4 * leavers) / skilledBefore).toBeLessThan(0.21)
    expect(Math.abs(skilledStock(world) / start - 1)).toBeLessThan(0.1)
    expect(Math.abs(world.skilledWage / WAGE - 1)).toBeLessThan(0.2)
  })
})

describe('the market', () => {
  it('more R&D everywhere raises the wage more than persons, at first', () => {
    const calm = labourMarket(400)
    const busy = labourMarket(400)
    const { technology, rdPlan, employees } = busy.organisations.columns
    for (let row = 0; row < rdPlan.length; row++) if (technology[row] === 1) rdPlan[row] = employees[row] * 10_000
    quarters(calm, 8, withoutProgrammes)
    quarters(busy, 8, withoutProgrammes)
    expect(busy.skilledWage).toBeGreaterThan(calm.skilledWage * 1.05)
    expect(skilledStock(busy)).toBeGreaterThan(skilledStock(calm))
  })

  it('a higher wage brings more graduates and keeps more people in the region', () => {
    const low = labourMarket(1200)
    const high = labourMarket(1200)
    high.skilledWage = WAGE * 1.5
    // What firms want is held fixed here.
    const fixed = { ...defaults, substitution: 0 }
    const few = quarters(low, 1, withoutProgrammes, fixed)
    const many = quarters(high, 1, withoutProgrammes, fixed)
    expect(many.graduates).toBeGreaterThan(few.graduates)
    expect(many.departures).toBeLessThan(few.departures)
    expect(many.leavers).toBe(few.leavers)
  })

  it('a firm without money opens no posts', () => {
    const world = labourMarket(200)
    const { cash, vacancies, employees, skilled, leavers } = world.organisations.columns
    cash.fill(0)
    const before = skilledStock(world)
    for (let row = 4; row < employees.length; row++) employees[row] *= 2
    quarters(world, 1, withoutProgrammes)
    expect(vacancies.every((posts) => posts === 0)).toBe(true)
    expect(skilled.reduce((sum, persons) => sum + persons, 0)).toBe(before - leavers.reduce((sum, persons) => sum + persons, 0))
  })

  it('a post more in one firm moves hardly anybody else', () => {
    const world = labourMarket(1200)
    const { vacancies, technology } = world.organisations.columns
    const { columns } = world.movers
    for (let i = 0; i < 300; i++) startSearch(world, i % 4, i, world.step, GRADUATE)
    expect(columns).not.toBe(world.movers.columns)
    for (let i = 0; i < world.firmCount; i += 3) vacancies[world.firms[i]] = 1
    const more = copyWorld(world)
    const firm = world.firms.find((row) => technology[row] === 1)!
    more.organisations.columns.vacancies[firm]++
    for (const each of [world, more]) {
      const site = (name: string) => random.site(name, 0)
      matchPosts(each, defaults, site('looking'), site('liking'), site('carrying'))
    }
    expect(skilledStock(world)).toBeGreaterThan(0)
    expect(world.movers.count).toBeLessThan(60)
    let moved = 0
    for (const row of world.firms) {
      if (row === firm) continue
      moved += Math.abs(more.organisations.columns.skilled[row] - world.organisations.columns.skilled[row])
    }
    expect(moved).toBeLessThanOrEqual(6)
  })

  it('one firm that grows changes no leaver elsewhere', () => {
    const world = labourMarket(400)
    const other = labourMarket(400)
    const firm = world.firms[5]
    other.organisations.columns.skilled[firm] += 20
    quarters(world, 1)
    quarters(other, 1)
    for (const row of world.firms) {
      if (row !== firm) expect(other.organisations.columns.leavers[row]).toBe(world.organisations.columns.leavers[row])
    }
  })

  it('movers bring what they know as far as the firm can absorb it', () => {
    const held = (absorption: number) => {
      const world = labourMarket(400)
      const { absorptive } = world.organisations.columns
      absorptive.fill(absorption)
      const count = () => world.organisations.columns.specialisms.reduce((sum, word) => sum + countBits(word), 0)
      const before = count()
      quarters(world, 1, withoutProgrammes)
      return count() - before
    }
    expect(held(0)).toBe(0)
    expect(held(1)).toBeGreaterThan(10)
  })

  it('a firm remembers whom its latest newcomer left', () => {
    const world = labourMarket(400)
    quarters(world, 1, withoutProgrammes)
    const { id, acquaintance, acquaintanceId, leavers } = world.organisations.columns
    const acquainted = world.firms.filter((firm) => acquaintanceId[firm] > 0)
    expect(acquainted.length).toBeGreaterThan(10)
    for (const firm of acquainted) {
      expect(id[acquaintance[firm]]).toBe(acquaintanceId[firm])
      expect(acquaintance[firm]).not.toBe(firm)
      expect(leavers[acquaintance[firm]]).toBeGreaterThan(0)
    }
  })

  it('who finds no post within a year leaves', () => {
    const world = labourMarket(50)
    world.organisations.columns.cash.fill(0)
    const attrition = { ...defaults, attrition: 0, graduates: 0 }
    for (let i = 0; i < 20; i++) startSearch(world, 0, i, world.step, GRADUATE)
    expect(quarters(world, 3, withoutProgrammes, attrition).departures).toBe(0)
    expect(quarters(world, 1, withoutProgrammes, attrition).departures).toBe(20)
    expect(world.movers.count).toBe(0)
  })

  it('the staff of a firm that ends search from the next quarter on', () => {
    const world = labourMarket(50)
    const firm = world.firms[2]
    const staff = world.organisations.columns.skilled[firm]
    dismissAll(world, firm)
    expect(world.organisations.columns.skilled[firm]).toBe(0)
    expect(world.movers.count).toBe(staff)
    expect(world.movers.columns.since[0]).toBe(world.step + 1)
    expect(world.movers.columns.originId[0]).toBe(world.organisations.columns.id[firm])
  })
})

describe('talent levers', () => {
  const attritionRate = (changes: Partial<Record<LeverName, number>>) => {
    const { leavers, skilledBefore } = quarters(labourMarket(1200), 8, changes)
    return (4 * leavers) / skilledBefore
  }
  const base = attritionRate({})

  it('stakes bind', () => {
    expect(attritionRate({ 'talent.equityIncentives': 0.6 })).toBeLessThan(base * 0.98)
  })
  it('rebates for senior staff bind', () => {
    expect(attritionRate({ 'talent.seniorIncentives': 0.5 })).toBeLessThan(base * 0.99)
  })
  it('prizes bind', () => {
    expect(attritionRate({ 'talent.awards': 0 })).toBeGreaterThan(base)
  })
  it('courses train, and the trained leave a little more', () => {
    const world = labourMarket(400)
    quarters(world, 4, { ...withoutProgrammes, 'talent.training': 1000 })
    const { training, technology, large } = world.organisations.columns
    let trained = 0
    for (const firm of world.firms) {
      if (technology[firm] === 0 || large[firm] === 1) expect(training[firm]).toBe(0)
      else trained += training[firm]
    }
    expect(trained).toBeGreaterThan(0)
    expect(attritionRate({ 'talent.training': 10_000 })).toBeGreaterThan(attritionRate({ 'talent.training': 0 }))
  })

  it('hands out whole persons and keeps the rest for later', () => {
    const world = labourMarket(400)
    quarters(world, 3, { ...withoutProgrammes, 'talent.awards': 6.25 })
    expect(world.ledger.flows[purposeIndex.talentAwards]).toBe(4 * defaults.prizeMoney)
    expect(world.remainders[2]).toBeCloseTo(4.6875 - 4, 12)
  })

  it('recruits from abroad take posts in technology SMEs that can absorb what they know', () => {
    const world = labourMarket(400)
    const before = world.organisations.columns.specialisms.slice()
    const { recruits } = quarters(world, 1, { ...withoutProgrammes, 'talent.overseasRecruits': 40 }, { ...defaults, graduates: 0 })
    expect(recruits).toBe(10)
    expect(world.ledger.flows[purposeIndex.talentAwards]).toBe(10 * defaults.recruitAward)
    const { technology, large, knowledge, specialisms } = world.organisations.columns
    let taught = 0
    for (const firm of world.firms) {
      const field = knowledge.subarray(firm * 8, firm * 8 + 8)
      if (field.some((level) => level > 0)) {
        taught++
        expect(technology[firm]).toBe(1)
        expect(large[firm]).toBe(0)
      }
    }
    expect(taught).toBeGreaterThan(5)
    expect(specialisms).not.toEqual(before)
  })

  it('no recruit comes where nothing can be absorbed', () => {
    const world = labourMarket(400)
    world.organisations.columns.absorptive.fill(0)
    expect(quarters(world, 2, { ...withoutProgrammes, 'talent.overseasRecruits': 40 }).recruits).toBe(0)
    expect(world.ledger.flows[purposeIndex.talentAwards]).toBe(0)
  })

  it('leading talents add to the stock and bring project money', () => {
    const world = labourMarket(400)
    const { recruits } = quarters(world, 4, { ...withoutProgrammes, 'talent.leadingTalents': 8 })
    expect(recruits).toBe(8 * (1 + defaults.leadingTeam))
    expect(world.ledger.flows[purposeIndex.talentProjects]).toBe(8 * defaults.projectMoney)
  })
})
