/** Parts of the page that need no browser: pictures of the network, lessons, links, and the score of the challenge. */
import { expect, test } from 'vitest'
import { standingOf } from '../../src/analysis/challenge.ts'
import { decodeLink, encodeLink } from '../../src/experiment/link.ts'
import { readLesson } from '../../src/lab/lesson.ts'
import { type Filter, pictureOf } from '../../src/lab/picture.ts'
import { placeOf } from '../../src/lab/place.ts'
import type { Scene } from '../../src/lab/scene.ts'
import { metricKeys } from '../../src/observe/metrics.ts'

const scene = (ties: readonly number[]): Scene => ({
  ids: Uint32Array.of(1, 2000, 2001, 2002), kinds: Uint8Array.of(1, 0, 0, 0), sectors: Uint8Array.of(0, 0, 1, 1), clusters: Uint8Array.of(0, 0, 1, 1), technology: Uint8Array.of(0, 1, 1, 0),
  alliances: Uint32Array.of(0, 3, 3, 0), revenue: Float32Array.of(0, 4, 9, 1), knowledge: Float32Array.of(1, 0.2, 0.3, 0.1), ties: Uint32Array.from(ties),
})
const ALL: Filter = { stratum: 'all', colouring: 'kind', sizing: 'revenue' }

test('a picture tells ties that began and ended, and keeps everybody in their place', () => {
  const before = pictureOf(scene([1, 2000, 2000, 2001]), undefined, ALL, undefined)
  const after = pictureOf(scene([2000, 2001, 2001, 2002]), scene([1, 2000, 2000, 2001]), ALL, 2001)
  expect([after.started, after.ended]).toEqual([1, 1])
  expect(after.lines.map(({ first, second, state }) => `${first}-${second} ${state}`)).toEqual(['2000-2001 running', '2001-2002 started', '1-2000 ended'])
  expect(after.dots.filter(({ marked }) => marked).map(({ id }) => id)).toEqual([2000, 2001, 2002])
  for (const { id, x, y } of after.dots) expect(before.dots.find((dot) => dot.id === id)).toMatchObject({ x, y })
})

test('filters leave out firms, and the ties to them', () => {
  const ids = (filter: Partial<Filter>): number[] => pictureOf(scene([2000, 2001, 2001, 2002]), undefined, { ...ALL, ...filter }, undefined).dots.map(({ id }) => id)
  expect(ids({ sector: 1 })).toEqual([1, 2001, 2002])
  expect(ids({ alliance: 3 })).toEqual([2000, 2001])
  expect(ids({ stratum: 'technology' })).toEqual([1, 2000, 2001])
  expect(pictureOf(scene([2000, 2001, 2001, 2002]), undefined, { ...ALL, stratum: 'technology' }, undefined).lines).toHaveLength(1)
})

test('places hang on identity and cluster alone, and stay in the frame', () => {
  for (let id = 1; id < 5000; id += 7) {
    const { x, y } = placeOf(id, id % 6, 6, id < 20)
    expect(Math.hypot(x, y)).toBeLessThanOrEqual(2.9)
  }
})

const LESSON = `version: 1
title: { en: a, zh: b }
about: { en: a, zh: b }
finding: { en: a, zh: b, source: c }
minutes: 10
scenario: classroom
steps:
  - title: { en: a, zh: b }
    text: { en: a, zh: b }
    show: network
    set: { fund.budget: 60 }
`
test.each([
  ['a lesson without mistakes', LESSON, undefined],
  ['a scenario that is not there', LESSON.replace('classroom', 'classrom'), /lesson\.yaml:6:11: there is no scenario "classrom"[^]*did you mean "classroom"/],
  ['a lever that is not there', LESSON.replace('fund.budget', 'fund.budgt'), /there is no lever "fund\.budgt"[^]*did you mean "fund\.budget"/],
  ['a lever out of its range', LESSON.replace('60', '9000'), /fund\.budget is 9000\n[^]*allowed: 0 to 3000/],
  ['one language missing', LESSON.replace('{ en: a, zh: b }', '{ en: a }'), /title\.zh is missing/],
  ['an unknown key', `${LESSON}    colour: red\n`, /colour is not a key of a lesson/],
  ['no YAML', '[', /lesson\.yaml:1/],
] as const)('%s', (_name, text, told) => {
  if (told === undefined) expect(readLesson('lesson.yaml', text).steps).toHaveLength(1)
  else expect(() => readLesson('lesson.yaml', text)).toThrow(told)
})

test('a link comes back as it was; a damaged one says so', async () => {
  const shared = { texts: { 'scenario.yaml': 'version: 1 # 中文' }, levers: { 'fund.budget': 0.1 }, replication: 7, answer: { goal: 'failures' as const, gain: 1.25, cost: -3 } }
  const code = await encodeLink(shared)
  expect(code).toMatch(/^[\w-]+$/)
  expect(await decodeLink(code)).toEqual(shared)
  await expect(decodeLink(`${code.slice(0, 20)}x${code.slice(21)}`)).rejects.toMatchObject({ name: 'LinkError', message: 'link.damaged' })
})

test('the challenge counts a year, which way is better, and the whole cost', () => {
  const world = (innovations: number, exits: number, cost: number): Float64Array[] => [0, 1].map(() => {
    const metrics = new Float64Array(metricKeys.length)
    metrics[metricKeys.indexOf('innovations')] = innovations
    metrics[metricKeys.indexOf('exits')] = exits
    metrics[metricKeys.indexOf('publicCostWhole')] = cost
    return metrics
  })
  const pairs = [{ baseline: world(10, 5, 100), yours: world(12, 4, 100.4) }, { baseline: world(20, 6, 100), yours: world(23, 4, 100.4) }]
  expect(standingOf(pairs, 'innovations', metricKeys)).toMatchObject({ gain: { mean: 10, baseline: 60 }, spent: 400, within: true })
  expect(standingOf(pairs, 'failures', metricKeys).gain.mean).toBe(6)
  expect(standingOf([pairs[0]!, { ...pairs[1]!, yours: world(23, 4, 102) }], 'innovations', metricKeys).within).toBe(false)
})
