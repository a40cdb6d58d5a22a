/** What the lessons predict is what the engine gives. */
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { expect, test, vi } from 'vitest'
import { WORLDS } from '../../src/analysis/challenge.ts'
import { type Lesson, readLesson } from '../../src/lab/lesson.ts'
import { treeOf } from '../../src/scenario/tree.ts'
import { desk } from '../cli/cinsim.ts'

const PATIENCE = 600_000
vi.setConfig({ testTimeout: PATIENCE })
const { shell, write, read } = desk()
const lessons = readdirSync('lessons').map((file): readonly [string, Lesson] => [file.replace('.yaml', ''), readLesson(file, readFileSync(`lessons/${file}`, 'utf8'))])

/** The levers that differ in each step: what an earlier step has set still holds. */
const setIn = (lesson: Lesson, step: number): Readonly<Record<string, number>> => lesson.steps.slice(0, step + 1).findLast(({ set }) => set !== undefined)?.set ?? {}

test('there are at least eight, each with a prediction, something to notice and to discuss', () => {
  expect(lessons.length).toBeGreaterThanOrEqual(8)
  for (const [name, { steps }] of lessons) {
    for (const key of ['predict', 'notice', 'discuss'] as const) expect(steps.some((step) => step[key] !== undefined), `${name}: ${key}`).toBe(true)
  }
})

/** Steps of all lessons in which a metric is predicted, by the scenario that is open and what is set in it. */
const asked = lessons.flatMap(([name, lesson]) => lesson.steps.flatMap(({ predict }, step) => (predict ? [{ name, ...predict, step, scenario: lesson.scenario, set: JSON.stringify(setIn(lesson, step)) }] : [])))

test.each([...new Set(asked.map(({ scenario }) => scenario))])('what is predicted in %s comes about', (scenario) => {
  const here = asked.filter((one) => one.scenario === scenario)
  const sets = [...new Set(here.map(({ set }) => set))]
  const armOf = (set: string): string => `arm${sets.indexOf(set)}`
  const arms = sets.map((set) => `  ${armOf(set)}: ${JSON.stringify(treeOf(JSON.parse(set) as Record<string, number>))}`)
  write('lessons.yaml', `version: 1\nname: lessons\nextends: ${process.cwd()}/scenarios/${scenario}.yaml\nreplications: ${WORLDS}\narms:\n${arms.join('\n')}\n`)
  expect(shell(`cinsim run lessons.yaml --out ${scenario} --quiet`, PATIENCE)).toMatchObject({ status: 0, stderr: '' })
  const effects = parse(read(`${scenario}/effects.csv`), { columns: true }) as Record<string, string>[]
  const found = ({ set, metric }: (typeof asked)[number]): string => {
    const row = effects.find((one) => one['arm'] === armOf(set) && one['metric'] === metric && one['window'] === 'horizon')!
    return Number(row['lower']) > 0 ? 'rises' : Number(row['upper']) < 0 ? 'falls' : 'unclear'
  }
  expect(here.map((one) => `${one.name} step ${one.step + 1}: ${one.metric} ${found(one)}`)).toEqual(here.map((one) => `${one.name} step ${one.step + 1}: ${one.metric} ${one.expected}`))
})
