/** A lesson: a data file that leads through a scenario step by step. What is wrong with one is told with its place. */
import { z } from 'zod'
import { catalogueOf } from '../experiment/catalogue.ts'
import { metricKeys } from '../observe/metrics.ts'
import { locatedAt, locateYaml, plain } from '../scenario/located.ts'
import { nearest } from '../scenario/nearest.ts'
import { createReport, type Report, ScenarioError } from '../scenario/problem.ts'
import { verify } from '../scenario/verify.ts'
import { scenarioNames } from './pageFiles.ts'
import { ANSWERS } from './protocol.ts'

const VIEWS = ['network', 'money', 'firm', 'effects'] as const

const MOST_STEPS = 20
const LONGEST = 4000

const words = z.string({ error: `a text of up to ${LONGEST} characters` }).min(1, { error: 'a text' }).max(LONGEST, { error: `a text of up to ${LONGEST} characters` })
const both = z.strictObject({ en: words, zh: words }, { error: 'a text in English (en) and Chinese (zh)' })
const lever = z.enum(Object.keys(catalogueOf().levers) as [string, ...string[]], { error: 'the name of a lever, as `cinsim list levers` tells them' })
const metric = z.enum(metricKeys as [string, ...string[]], { error: 'the name of a metric, as `cinsim list metrics` tells them' })

const step = z.strictObject({
  title: both,
  text: both,
  show: z.enum(VIEWS, { error: VIEWS.join(', ') }),
  lever: lever.optional(),
  unlocked: z.array(lever, { error: 'a list of levers' }).optional(),
  set: z.record(z.string(), z.number({ error: 'a number' }), { error: 'levers and their values' }).optional(),
  metrics: z.array(metric, { error: 'a list of metrics' }).max(6, { error: 'up to 6 metrics' }).optional(),
  predict: z.strictObject({ metric, ask: both, expected: z.enum(ANSWERS, { error: ANSWERS.join(', ') }) }, { error: 'metric, ask and expected' }).optional(),
  winners: z.boolean({ error: 'true or false' }).optional(),
  notice: both.optional(),
  discuss: both.optional(),
}, { error: 'a step' })

const lesson = z.strictObject({
  version: z.literal(1, { error: '1' }),
  title: both,
  about: both,
  finding: z.strictObject({ en: words, zh: words, source: words }, { error: 'en, zh and source' }),
  minutes: z.number({ error: 'minutes' }).int({ error: 'whole minutes' }).min(1, { error: '1 to 120' }).max(120, { error: '1 to 120' }),
  scenario: z.string({ error: 'the name of a scenario' }),
  steps: z.array(step, { error: 'a list of steps' }).min(1, { error: 'at least one step' }).max(MOST_STEPS, { error: `up to ${MOST_STEPS} steps` }),
}, { error: 'a lesson' })

export type Lesson = z.infer<typeof lesson>
export type LessonStep = Lesson['steps'][number]

/** Throws a `ScenarioError` that lists every problem with its place. */
export function readLesson(file: string, text: string): Lesson {
  const report = createReport()
  const root = locateYaml(text, { file, text }, report)
  if (!root) throw new ScenarioError(report.problems)
  verify(root, lesson, (path) => ({ message: `${path.at(-1)} is not a key of a lesson here`, allowed: 'the keys of docs/lessons.md' }), report)
  if (report.problems.length > 0) throw new ScenarioError(report.problems)
  const read = plain(root) as Lesson
  checkNames(read, root, report)
  if (report.problems.length > 0) throw new ScenarioError(report.problems)
  return read
}

/** What no schema can say: the scenario is there, and set levers are levers within their range. */
function checkNames(read: Lesson, root: Parameters<typeof locatedAt>[0], report: Report): void {
  const at = (...path: (string | number)[]) => locatedAt(root, path)?.spot ?? root.spot
  if (!scenarioNames.includes(read.scenario)) {
    report.add(at('scenario'), `there is no scenario "${read.scenario}"`, { allowed: scenarioNames.join(', '), nearest: () => nearest(read.scenario, scenarioNames) })
  }
  const { levers } = catalogueOf()
  for (const [index, { set = {} }] of read.steps.entries()) {
    for (const [name, value] of Object.entries(set)) {
      const spot = at('steps', index, 'set', name)
      if (!Object.hasOwn(levers, name)) report.add(spot, `there is no lever "${name}"`, { allowed: 'a lever', nearest: () => nearest(name, Object.keys(levers)) })
      else if (value < levers[name].minimum || value > levers[name].maximum) report.add(spot, `${name} is ${value}`, { allowed: `${levers[name].minimum} to ${levers[name].maximum}` })
    }
  }
}
