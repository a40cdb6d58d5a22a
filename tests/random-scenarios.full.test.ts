/** Whatever is set within its range: levers, switches, shocks, trials. The books add up in every quarter, and no run fails. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalogueOf } from '../src/experiment/catalogue.ts'
import { runBatch } from '../src/experiment/batch.ts'
import { prepare } from '../src/experiment/simulate.ts'
import { levers } from '../src/mechanisms/levers.ts'
import type { LeverDeclaration, NumberDeclaration } from '../src/scenario/declare.ts'
import { SHARE_SUMS } from '../src/scenario/shares.ts'
import { treeOf } from '../src/scenario/tree.ts'
import { loadText } from './support/scenarios.ts'

const SCENARIOS = 200
const { parameters, mechanisms } = catalogueOf()

type Numbers = Readonly<Record<string, number>>

const within = ({ minimum, maximum, integer }: NumberDeclaration): fc.Arbitrary<number> =>
  integer ? fc.integer({ min: minimum, max: maximum }) : fc.double({ min: minimum, max: maximum, noNaN: true })

/** A value for each of some of the names. */
const some = (declared: Readonly<Record<string, NumberDeclaration>>, least: number, most: number): fc.Arbitrary<Numbers> =>
  fc
    .subarray(Object.keys(declared), { minLength: least, maxLength: most })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, within(declared[name]!)]))) as fc.Arbitrary<Numbers>)

/** Shares of one whole, scaled down where they come to more. */
function sharesWithinOne(policy: Numbers): Numbers {
  const kept: Record<string, number> = { ...policy }
  for (const { levers: names } of SHARE_SUMS) {
    const all: number[] = names.map((name) => kept[name] ?? (levers as Record<string, LeverDeclaration>)[name]!.default)
    const sum = all.reduce((total, share) => total + share, 0)
    if (sum > 1) names.forEach((name, index) => (kept[name] = Math.floor((all[index]! / sum) * 1000) / 1000))
  }
  return kept
}

const declared: Readonly<Record<string, LeverDeclaration>> = levers
const perFirm = Object.fromEntries(Object.entries(declared).filter(([, lever]) => lever.perFirm))
const allParameters = Object.fromEntries(
  Object.entries(parameters).flatMap(([mechanism, own]) => Object.entries(own).map(([name, parameter]) => [`${mechanism}.${name}`, parameter])),
)
const switchable = mechanisms.filter((one) => one.switchable).map(({ name }) => name)

const scenarios = fc.record({
  policy: some(declared, 0, 12),
  arm: some(declared, 0, 12),
  trial: some(perFirm, 1, 4),
  shock: some(allParameters, 0, 3),
  off: fc.subarray(switchable, { maxLength: 3 }),
  seed: fc.stringMatching(/^[a-z]{1,8}$/),
})

test(`${SCENARIOS} random scenarios`, { timeout: 900_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async ({ policy, arm, trial, shock, off, seed }) => {
      const shocks = Object.fromEntries(
        Object.entries(shock).map(([name, value]) => [name, { '2013Q2': value, '2013Q4': allParameters[name]!.default }]),
      )
      const lines = [
        `scale: 0.3`, `quarters: 4`, `burnIn: 4`, `replications: 1`, `seed: ${seed}`,
        `policy: ${JSON.stringify(treeOf(sharesWithinOne(policy)))}`,
        `parameters: ${JSON.stringify(treeOf(shocks))}`,
        `mechanisms: ${JSON.stringify(Object.fromEntries(off.map((name) => [name, 'off'])))}`,
        `arms: ${JSON.stringify({
          other: treeOf(sharesWithinOne({ ...policy, ...arm })),
          tried: { trial: { share: 0.5, policy: treeOf(trial) } },
        })}`,
      ]
      const experiment = await prepare(await loadText(lines.join('\n')))
      for await (const { arm: name, status, reason } of runBatch(experiment, { audit: 'every' })) {
        expect(`${name} ${status} ${reason}`).toBe(`${name} done `)
      }
    }),
    { numRuns: SCENARIOS, seed: 2013 },
  )
})
