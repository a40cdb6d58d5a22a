/** What the lessons predict is what the engine gives. */
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { expect, test, vi } from 'vitest'
import { WORLDS } from '../../src/analysis/challenge.ts'
import { type Lesson, readLesson } from '../../src/lab/lesson.ts'
import { treeOf } from '../../src/scenario/tree.ts'
import { desk } from '../cli/cinsim.ts'

vi.setConfig({ testTimeout: 240_000 })
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

test.each(lessons)('%s', (name, lesson) => {
  const asked = lesson.steps.flatMap(({ predict }, step) => (predict ? [{ step, ...predict, arm: `step${step + 1}` }] : []))
  const arms = asked.map(({ arm, step }) => `  ${arm}: ${JSON.stringify(treeOf(setIn(lesson, step)))}`)
  write(`${name}.yaml`, `version: 1\nname: ${name}\nextends: ${process.cwd()}/scenarios/${lesson.scenario}.yaml\nreplications: ${WORLDS}\narms:\n${arms.join('\n')}\n`)
  expect(shell(`cinsim run ${name}.yaml --out ${name} --quiet`, 200_000)).toMatchObject({ status: 0, stderr: '' })
  const effects = parse(read(`${name}/effects.csv`), { columns: true }) as Record<string, string>[]
  const found = asked.map(({ arm, metric }) => {
    const row = effects.find((one) => one['arm'] === arm && one['metric'] === metric && one['window'] === 'horizon')!
    return Number(row['lower']) > 0 ? 'rises' : Number(row['upper']) < 0 ? 'falls' : 'unclear'
  })
  expect(found.map((answer, index) => `${asked[index]!.arm} ${asked[index]!.metric} ${answer}`)).toEqual(asked.map(({ arm, metric, expected }) => `${arm} ${metric} ${expected}`))
})
