import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { reference } from '../scripts/reference.ts'
import { levers } from '../src/mechanisms/levers.ts'
import { schedule } from '../src/mechanisms/schedule.ts'

it.each(Object.keys(reference))('docs/%s is what the code says (npm run docs)', (file) => {
  expect(readFileSync(new URL(`../docs/${file}`, import.meta.url), 'utf8')).toBe(reference[file])
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
