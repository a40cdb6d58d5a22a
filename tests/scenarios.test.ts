/** The shipped scenarios say the same of the same thing. tests/scenarios.full.test.ts runs them. */
import { expect, test } from 'vitest'
import { nodeFiles } from '../src/host/files.ts'
import { loadScenario } from '../src/index.ts'

const armsOf = async (name: string) => {
  const { scenario } = await loadScenario(`scenarios/${name}.yaml`, nodeFiles)
  return Object.fromEntries(scenario.arms.map((arm) => [arm.name, arm.policy]))
}

test('the suggestions of the study are the same alone, in the main comparison and in the mix', async () => {
  const main = await armsOf('beijing-2012')
  const { 'A-and-B': ab, 'A-and-C': ac, 'B-and-C': bc, all, ...alone } = await armsOf('policy-mix')
  expect(alone).toEqual(main)
  const { 'A-financing': a, 'B-guarantees': b, 'C-information': c } = main
  expect([ab, ac, bc, all]).toEqual([{ ...a, ...b }, { ...a, ...c }, { ...b, ...c }, { ...a, ...b, ...c }])
})
