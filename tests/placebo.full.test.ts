/** One yuan to one firm: the instrument sees what it should, and the small region keeps the yuan where it is. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { couplings } from '../scripts/placebo/couplings.ts'
import { differences, fingerprintsOf, IN_KIND, IN_SIZE, SAME } from '../scripts/placebo/difference.ts'
import { classes, classOf, tiesFrom } from '../scripts/placebo/distance.ts'
import { type Observation, observeReplication, watchedExperiment } from '../scripts/placebo/measure.ts'
import { wordsForTests } from '../scripts/placebo/report.ts'
import { mechanism } from '../src/mechanisms/mechanism.ts'
import { schedule } from '../src/mechanisms/schedule.ts'
import { balancesOf } from '../src/world/ledger.ts'
import { addTie, FAILURE, indexTies, SME_TIE } from '../src/world/ties.ts'
import type { World } from '../src/world/world.ts'
import { innovationWorld } from './support/innovation-world.ts'

it('distance counts running ties on the shortest way, universities on it too', () => {
  const world = innovationWorld({ firms: 12, institutions: 2 })
  const [a, b, c, d, e] = [0, 1, 2, 3, 4].map((place) => world.institutions + place)
  const university = 0
  for (const [one, other] of [[a, b], [b, c], [university, a], [university, d]]) addTie(world.ties, one, other, SME_TIE, 0)
  const ended = addTie(world.ties, a, e, SME_TIE, 0)
  world.ties.table.columns.outcome[ended] = FAILURE
  indexTies(world.ties, world.organisations.capacity)
  const ties = tiesFrom(world, a)
  expect([a, b, c, d, e].map((row) => ties[row])).toEqual([0, 1, 2, 2, -1])
  expect([1, 2, 3, 4, 9].map((far) => classes[classOf(far, true)])).toEqual(['1', '2', '3', '4 or more', '4 or more'])
  expect(classes[classOf(-1, true)]).toBe('no path, technology firms')
  expect(classes[classOf(-1, false)]).toBe('no path, other firms')
})

describe('fingerprints', () => {
  const changed = (change: (columns: World['organisations']['columns'], firm: number) => void): number[] => {
    const [one, other] = [innovationWorld({ firms: 4 }), innovationWorld({ firms: 4 })]
    change(other.organisations.columns, other.institutions + 1)
    const prints = [one, other].map(fingerprintsOf)
    return [...differences(prints[0].ids, prints[0], prints[1])]
  }
  it.each([
    ['nothing', () => {}, SAME],
    ['the row of an acquaintance', ({ acquaintance }, firm) => (acquaintance[firm] = 7), SAME],
    ['a yuan', ({ cash }, firm) => cash[firm]++, IN_SIZE],
    ['the last bit of an expertise', ({ knowledge }, firm) => (knowledge[firm * 8 + 5] += 2 ** -50), IN_SIZE],
    ['a person', ({ skilled }, firm) => skilled[firm]++, IN_KIND],
    ['a specialism', ({ specialisms }, firm) => (specialisms[firm * 16 + 3] ^= 1), IN_KIND],
  ] as [string, Parameters<typeof changed>[0], number][])('tell %s', (_name, change, expected) => {
    expect(changed(change)).toEqual([SAME, expected, SAME, SAME])
  })
  it('tell who lives in one world alone', () => {
    const world = innovationWorld({ firms: 4 })
    const whole = fingerprintsOf(world)
    world.firmCount--
    expect([...differences(whole.ids, whole, fingerprintsOf(world))]).toEqual([SAME, SAME, SAME, IN_KIND])
  })
})

const plan = { region: 'classroom', scale: 1, quarters: 4, burnIn: 4, yuan: 1 }
const outOfReach = ({ firms }: Observation): number => firms[4] + firms[5]
const differing = (counts: readonly number[]): number => counts[4] + counts[5]

it('one yuan reaches few in four quarters and nobody in kind, and by what is named alone', async () => {
  const watched = await watchedExperiment(plan)
  for (const replication of [0, 1]) {
    const seen = observeReplication(watched, replication)
    expect(outOfReach(seen)).toBeGreaterThan(1000)
    expect(differing(seen.differ.at(-1)!) / outOfReach(seen)).toBeLessThan(0.25)
    expect(differing(seen.inKind.at(-1)!) / outOfReach(seen)).toBeLessThan(0.005)
    schedule.forEach(({ name }, index) => {
      if (couplings[name] === undefined) expect(differing(seen.firstDiffer[index]), name).toBe(0)
    })
  }
})

it('luck that hangs on what others own is seen at once', async () => {
  const faulty = mechanism({
    name: 'faulty', purpose: 'draws at an address that another firm can change', switchable: true, parameters: {},
    run(world, _policy, _parameters, random) {
      const draws = random.site('faulty', world.step)
      const { id, training } = world.organisations.columns
      const shared = balancesOf(world.ledger, 'households')[0]
      for (let i = 0; i < world.firmCount; i++) training[world.firms[i]] += draws.uniform(id[world.firms[i]], shared)
    },
  })
  const seen = observeReplication(await watchedExperiment({ ...plan, quarters: 1 }, [faulty, ...schedule]), 0)
  expect(differing(seen.firstDiffer[0])).toBe(outOfReach(seen))
  // Some have ended in both worlds.
  expect(differing(seen.differ[0]) / outOfReach(seen)).toBeGreaterThan(0.9)
})

describe('docs/placebo.md', () => {
  const page = readFileSync('docs/placebo.md', 'utf8')
  it('finds no aggregate that differs and no coupling without a name', () => {
    expect(page).toContain('**No aggregate differs from 0**')
    expect(page).not.toContain('a fault**')
  })
  it('has the distances of the code', () => {
    expect(page.match(/\| quarter \|.*/g)).toHaveLength(2)
    for (const name of classes) expect(page).toContain(name)
  })
})

it('names the aggregates that differ', () => {
  expect(wordsForTests([{ metric: 'ties', relative: 0.1, p: 0.01 }, { metric: 'firms', relative: 0.1, p: 0.2 }])).toMatch(
    /^\*\*Aggregates differ from 0\*\* at 5 % after Holm's correction: `ties` \(p 0\.010, 10 %\);/)
})
