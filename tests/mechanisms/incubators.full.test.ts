import { describe, expect, it } from 'vitest'
import { burnIn, simulateArm } from '../../src/experiment/simulate.ts'
import { tenantSupport } from '../../src/mechanisms/turnover/incubators.ts'
import type { World } from '../../src/world/world.ts'
import { experimentOf } from '../support/scenarios.ts'

describe('incubators', () => {
  it('pay part of the rents and share their services, never more than the rents', () => {
    expect(tenantSupport(20_000, 0.4, 0, 10)).toBe(8000)
    expect(tenantSupport(20_000, 0.4, 50_000, 10)).toBe(13_000)
    expect(tenantSupport(20_000, 0.4, 5e6, 10)).toBe(20_000)
    expect(tenantSupport(20_000, 0.4, 50_000, 75)).toBeLessThan(tenantSupport(20_000, 0.4, 50_000, 20))
  })

  it('have room for so many, let tenants go after three years, and close with the lever', async () => {
    const experiment = await experimentOf(`quarters: 8
burnIn: 14
arms:
  closed: { platforms: { incubators: { 2014: 0 } } }
parameters: { turnover: { incubatorPlaces: 40 } }`)
    const burntIn = burnIn(experiment, 0)
    let inside = 0
    for (const { world } of simulateArm(experiment, burntIn, 'baseline', 0)) {
      const { incubator, tenancyEnds, born, technology } = world.organisations.columns
      for (const tenants of world.platforms.incubators.columns.tenants) expect(tenants).toBeLessThanOrEqual(20)
      for (const row of world.firms.subarray(0, world.firmCount)) {
        if (incubator[row] === 0) continue
        inside++
        expect([technology[row], tenancyEnds[row] - born[row]]).toEqual([1, 12])
        expect(world.step - born[row]).toBeLessThan(12)
      }
    }
    expect(inside).toBeGreaterThan(100)
    const closed = [...simulateArm(experiment, burntIn, 'closed', 0)]
    expect(closed.at(-1)!.world.organisations.columns.incubator.every((base) => base === 0)).toBe(true)
    expect(closed.at(-1)!.world.platforms.incubators.count).toBe(0)
  })

  it('shelter: tenants end less often than other young firms, and more often when they have been out for a year', async () => {
    const experiment = await experimentOf('scale: 1\nquarters: 32\nburnIn: 16\nparameters: { turnover: { incubatorPlaces: 35 } }')
    type Group = 'inside' | 'young' | 'graduate' | 'older'
    const at = { inside: 0, young: 0, graduate: 0, older: 0 }
    const gone = { ...at }
    for (let replication = 0; replication < 3; replication++) {
      let before = new Map<number, Group>()
      const burntIn = burnIn(experiment, replication, { audit: 'off' })
      for (const { world } of simulateArm(experiment, burntIn, 'baseline', replication, { audit: 'off' })) {
        const { id } = world.organisations.columns
        const living = new Set(Array.from(world.firms.subarray(0, world.firmCount), (row) => id[row]))
        for (const [firm, group] of before) {
          at[group]++
          if (!living.has(firm)) gone[group]++
        }
        before = groups(world)
      }
    }
    const hazard = (group: Group): number => gone[group] / at[group]
    const inside = hazard('inside') / hazard('young')
    const after = hazard('graduate') / hazard('older')
    expect(inside).toBeLessThan(0.8)
    // Firms that were never inside end less often the older they are; those that were, more often once they are out.
    expect(hazard('older')).toBeLessThan(hazard('young'))
    expect(hazard('graduate')).toBeGreaterThan(1.2 * hazard('inside'))
    expect(after).toBeGreaterThan(1.4 * inside)

    /** Tenants in their second and third year, graduates in the second year after leaving, and others of the same ages. */
    function groups(world: World): Map<number, Group> {
      const { id, technology, born, incubator, tenancyEnds } = world.organisations.columns
      const found = new Map<number, Group>()
      for (const row of world.firms.subarray(0, world.firmCount)) {
        const age = world.step - born[row]
        if (technology[row] === 0) continue
        const never = tenancyEnds[row] < 0
        if (age >= 4 && age < 11 && (never || incubator[row] > 0)) found.set(id[row], never ? 'young' : 'inside')
        if (age >= 16 && age < 21 && (never || tenancyEnds[row] - born[row] === 12)) found.set(id[row], never ? 'older' : 'graduate')
      }
      return found
    }
  }, 60_000)
})
