/** Moments against slow, plain computations on a burnt-in class. */
import { beforeAll, describe, expect, it } from 'vitest'
import { simulateArm } from '../../src/experiment/simulate.ts'
import { metricKeys, observe } from '../../src/observe/metrics.ts'
import { type MomentKey, moments, momentsAsGrown, type MomentValues, watchYear } from '../../src/observe/moments.ts'
import { AGES, exitHazard, logSpread, median } from '../../src/observe/structure.ts'
import { stateDigest } from '../../src/world/digest.ts'
import type { World } from '../../src/world/world.ts'
import { firmsOf, indebt, isTechnologySme, region, total } from '../support/region.ts'
import { experimentOf } from '../support/scenarios.ts'

const mean = (values: readonly number[]): number => total(values) / values.length
const isSme = (columns: World['organisations']['columns'], row: number): boolean => columns.large[row] === 0

describe('a year of the class', () => {
  interface Seen { readonly ids: Set<number>; readonly world: World }
  const quarters: Seen[] = []
  const observed: Float64Array[] = []
  const plain = new Map<string, number[]>()
  const bornOf = new Map<number, number>()
  let values: MomentValues
  const note = (key: string, value: number): void => void plain.set(key, [...(plain.get(key) ?? []), value])
  const remember = (world: World): Set<number> => {
    const { id, born } = world.organisations.columns
    for (const row of firmsOf(world)) bornOf.set(id[row], born[row])
    return new Set(firmsOf(world).map((row) => id[row]))
  }

  beforeAll(async () => {
    const experiment = await experimentOf('quarters: 4')
    const start = region()
    const watch = watchYear(start)
    quarters.push({ ids: remember(start), world: start })
    for (const { world, metrics } of simulateArm(experiment, start, 'baseline', 0)) {
      watch.look(world, metrics)
      observed.push(metrics)
      quarters.push({ ids: remember(world), world })
      const c = world.organisations.columns
      const staff = (row: number): number => c.employees[row] + c.skilled[row]
      const smes = firmsOf(world, isSme)
      const technology = firmsOf(world, (_, row) => c.technology[row] === 1)
      const small = smes.filter((row) => staff(row) < 100 && c.loanInnovative[row] === 0)
      const guaranteed = firmsOf(world, (_, row) => c.loanAgency[row] > 0)
      note('smeShareOfFirms', smes.length / world.firmCount)
      note('smeShareOfStaff', total(smes.map(staff)) / total(firmsOf(world).map(staff)))
      note('staffPerSme', mean(smes.map(staff)))
      note('microShare', smes.filter((row) => staff(row) <= 9).length / smes.length)
      note('smallShare', smes.filter((row) => staff(row) > 9 && staff(row) <= 99).length / smes.length)
      note('mediumShare', smes.filter((row) => staff(row) > 99).length / smes.length)
      note('youngShare', firmsOf(world, (_, row) => world.step - c.born[row] < 20).length / world.firmCount)
      note('technologyRdIntensity', total(technology.map((row) => c.rdSpending[row])) / total(technology.map((row) => c.revenue[row])))
      note('membersPerAlliance', world.memberships.count / world.alliances.count)
      const wages = total(smes.map((row) => c.rdSpending[row] - c.rdMaterials[row]))
      note('rdPersonCost', total(smes.map((row) => 4 * c.rdSpending[row])) / ((4 * wages) / world.skilledWage))
      note('guaranteedLoanShare', total(small.map((row) => (c.loanAgency[row] > 0 ? c.loan[row] * c.loanCoverage[row] : 0))) / total(small.map((row) => c.loan[row])))
      note('meanGuaranteedLoan', mean(guaranteed.map((row) => c.loan[row])) / 1e6)
      const logs = technology.map((row) => c.revenue[row]).filter((revenue) => revenue > 0).map(Math.log)
      note('technologyRevenueSpread', Math.sqrt(total(logs.map((one) => (one - mean(logs)) ** 2)) / (logs.length - 1)))
    }
    values = watch.moments()
  })

  it('gives the means over its quarters', () => {
    for (const [key, series] of plain) expect(values[key as MomentKey], key).toBeCloseTo(mean(series), 9)
    expect(plain.size).toBe(13)
  })

  it('has every metric as its mean over quarters with a value', () => {
    metricKeys.forEach((key, index) => {
      const known = observed.map((metrics) => metrics[index]).filter((value) => !Number.isNaN(value))
      if (known.length === 0) expect(values[key], key).toBeNaN()
      else expect(values[key], key).toBeCloseTo(mean(known), 6)
    })
  })

  it('tells who came and went: entries and exits are those of the metrics', () => {
    const stock = quarters[0].ids.size
    const sum = (key: 'entries' | 'exits'): number => total(observed.map((metrics) => metrics[metricKeys.indexOf(key)]))
    expect(values.entryRate).toBeCloseTo(sum('entries') / stock, 12)
    expect(values.exitRate).toBeCloseTo(sum('exits') / stock, 12)
    expect(sum('exits')).toBeGreaterThan(0)
  })

  it('tells the hazards of exit by year of life', () => {
    const survival = (first: number, last: number): number => {
      let survives = 1
      for (let age = 4 * (first - 1); age < 4 * last; age++) {
        const [begun, ended] = [0, 1].map((gone) =>
          total([0, 1, 2, 3].map((t) => [...quarters[t].ids].filter((id) => quarters[0].world.step + t - 1 - bornOf.get(id)! === age && (gone === 0 || !quarters[t + 1].ids.has(id))).length)),
        )
        survives *= 1 - ended / begun
      }
      return survives
    }
    expect(values.exitHazardYear1).toBeCloseTo(1 - survival(1, 1), 9)
    expect(values.exitHazardYear2).toBeCloseTo(1 - survival(2, 2), 9)
    expect(values.exitHazardYear3).toBeCloseTo(1 - survival(3, 3), 9)
    expect(values.exitHazardYears4To7).toBeCloseTo(1 - survival(4, 7) ** 0.25, 9)
  })

  it('looks and changes nothing', () => {
    const world = region()
    const before = stateDigest(world)
    const watch = watchYear(world)
    watch.look(world, new Float64Array(metricKeys.length))
    watch.moments()
    momentsAsGrown(world, new Float64Array(metricKeys.length))
    expect(stateDigest(world)).toBe(before)
  })
})

describe('known answers', () => {
  it('hazards of a life table', () => {
    const begun = new Float64Array(AGES + 1).fill(100)
    const ended = new Float64Array(AGES + 1).fill(10)
    const table = { stock: 100, begun, ended, entries: 0 }
    expect(exitHazard(table, 1)).toBeCloseTo(1 - 0.9 ** 4, 12)
    expect(exitHazard(table, 4, 7)).toBeCloseTo(1 - 0.9 ** 4, 12)
    ended[5] = 100
    expect(exitHazard(table, 2)).toBe(1)
    begun[9] = ended[9] = 0
    expect(exitHazard(table, 3)).toBeNaN()
  })

  it('spread and median', () => {
    expect(logSpread([1, Math.E, 0, Math.E ** 2])).toBeCloseTo(1, 12)
    expect(logSpread([5])).toBeNaN()
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5])
    expect(median([])).toBeNaN()
  })

  it('a guaranteed loan', () => {
    const world = region()
    const firm = firmsOf(world, isTechnologySme)[0]
    const c = world.organisations.columns
    for (const row of firmsOf(world)) c.loan[row] = c.loanAgency[row] = 0
    c.employees[firm] = 5
    c.skilled[firm] = 1
    indebt(world, firm, { amount: 4e6, agency: 0, coverage: 0.5 })
    const watch = watchYear(world)
    watch.look(world, new Float64Array(metricKeys.length))
    expect([watch.moments().meanGuaranteedLoan, watch.moments().guaranteedLoanShare]).toEqual([4, 0.5])
  })
})

it('a population as grown has the moments that are said to be there, and no others', () => {
  const world = region()
  const metrics = new Float64Array(metricKeys.length)
  observe(world, metrics)
  const values = momentsAsGrown(world, metrics)
  for (const [key, { grown }] of Object.entries(moments)) expect(Number.isNaN(values[key as MomentKey]), key).toBe(!grown)
})
