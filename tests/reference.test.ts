import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { reference } from '../scripts/reference.ts'
import { createRunKeys } from '../src/experiment/runKey.ts'
import { prepare } from '../src/experiment/simulate.ts'
import { nodeFiles } from '../src/host/files.ts'
import { loadScenario } from '../src/index.ts'
import { levers } from '../src/mechanisms/levers.ts'
import { schedule } from '../src/mechanisms/schedule.ts'

it.each(Object.keys(reference))('docs/%s is what the code says (npm run docs)', (file) => {
  expect(readFileSync(new URL(`../docs/${file}`, import.meta.url), 'utf8')).toBe(reference[file])
})

it('the scenario of all levers sets every lever, and sets nothing else than what Beijing had', async () => {
  const loaded = await loadScenario('scenarios/all-levers.yaml', nodeFiles)
  expect(Object.keys(loaded.scenario.policy).toSorted()).toEqual(Object.keys(levers).toSorted())
  const plain = { ...loaded, scenario: { ...loaded.scenario, policy: {} } }
  const [all, none] = await Promise.all([loaded, plain].map(async (one) => createRunKeys(await prepare(one))('baseline', 0)))
  expect(all).toBe(none)
})

it('each of the 41 instruments of the study has a lever', () => {
  const covered = new Set<string>(Object.values(levers).flatMap(({ instruments }) => instruments))
  for (let number = 1; number <= 41; number++) expect(covered).toContain(`L${String(number).padStart(2, '0')}`)
})

it('every default lies in its range, and every lever is read by mechanisms that exist', () => {
  const names = schedule.map((mechanism) => mechanism.name)
  for (const [name, lever] of Object.entries(levers)) {
    expect(lever.default, name).toBeGreaterThanOrEqual(lever.minimum)
    expect(lever.default, name).toBeLessThanOrEqual(lever.maximum)
    for (const reader of lever.readBy) expect(names, name).toContain(reader)
  }
  for (const mechanism of schedule) {
    for (const [name, parameter] of Object.entries(mechanism.parameters)) {
      expect(parameter.default, `${mechanism.name}.${name}`).toBeGreaterThanOrEqual(parameter.minimum)
      expect(parameter.default, `${mechanism.name}.${name}`).toBeLessThanOrEqual(parameter.maximum)
    }
  }
})

it('what a mechanism reads of another is declared there alone', () => {
  const readers = schedule.filter(({ reads }) => reads)
  expect(readers.map(({ name }) => name)).toEqual(['fund', 'lend', 'turnover'])
  for (const { name, parameters, reads } of readers) {
    const owner = schedule.find((mechanism) => mechanism.name === reads!.of)!
    for (const [key, parameter] of Object.entries(reads!.parameters)) {
      expect(owner.parameters[key], `${name}: ${owner.name}.${key}`).toBe(parameter)
      expect(parameters).not.toHaveProperty(key)
    }
  }
})
