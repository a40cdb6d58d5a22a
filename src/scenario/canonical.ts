/** One form of a scenario, however it was written: the `scenario.yaml` of a result. */
import { stringify } from 'yaml'
import { formatQuarter } from './quarter.ts'
import type { Region } from './region.ts'
import type { Arm, Design, Factor, Scenario, Schedule, Schedules } from './scenario.ts'
import { type Tree, treeOf } from './tree.ts'

function written(schedule: Schedule): unknown {
  if (schedule.kind === 'constant') return schedule.value
  if (schedule.kind === 'expression') return schedule.text
  return new Map(schedule.steps.map(({ quarter, value }) => [formatQuarter(quarter), value]))
}

const writtenTree = (schedules: Schedules): Tree =>
  treeOf(Object.fromEntries(Object.entries(schedules).map(([name, schedule]) => [name, written(schedule)])))

function armTree({ policy, trial }: Arm): Tree {
  const tree = writtenTree(policy)
  if (!trial) return tree
  const { policy: treated, ...who } = trial
  return { ...tree, trial: { ...who, policy: writtenTree(treated) } }
}

function designTree({ factors, ...rest }: Design): Tree {
  return { ...rest, factors: Object.fromEntries(factors.map(({ path, role, from }) => [path, { role, ...factorTree(from) }])) }
}

function factorTree(from: Factor['from']): Tree {
  if ('values' in from) return { values: from.values }
  const { kind, ...numbers } = from.distribution
  if (!('low' in numbers)) return { distribution: kind, ...numbers }
  const { low, high, ...others } = numbers
  return { distribution: kind, range: [low, high], ...others }
}

/**
 * The scenario as a file that loads to the same scenario again. A result keeps its region beside it when that is not
 * one of the program's own; `region` then names the copy.
 */
export function canonicalYaml(scenario: Scenario, region: string = scenario.region): string {
  const { version, name, question, scale, start, quarters, burnIn, replications, seed } = scenario
  const { policy, parameters, mechanisms, arms, outcomes, design, precision } = scenario
  const head = {
    version,
    name,
    question,
    region,
    scale,
    start: formatQuarter(start),
    quarters,
    burnIn,
    ...(precision ? {} : { replications }),
    seed,
  }
  const file = new Map<string, unknown>([
    ...Object.entries(head),
    ['policy', writtenTree(policy)],
    ['parameters', writtenTree(parameters)],
    ['mechanisms', mechanisms],
    // A design with levers has arms of its own.
    ...(design?.factors.some(({ role }) => role === 'lever') ? [] : [['arms', new Map(arms.map((arm) => [arm.name, armTree(arm)]))] as const]),
    ...(design ? [['design', designTree(design)] as const] : []),
    ...(precision ? [['precision', { ...precision, max: replications }] as const] : []),
    ['outcomes', new Map(Object.entries(outcomes))],
  ])
  return stringify(file, { lineWidth: 0 })
}

/** The region as a file that loads to the same region again. */
export function regionYaml(region: Region): string {
  return stringify(new Map<string, unknown>(Object.entries({ ...region, policy: writtenTree(region.policy) })), {
    lineWidth: 0,
  })
}
