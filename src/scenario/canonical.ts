/** One form of a scenario, however it was written: for hashes, and as the `scenario.yaml` of a result. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { stringify } from 'yaml'
import { formatQuarter } from './quarter.ts'
import type { Region } from './region.ts'
import type { Arm, Design, Factor, Scenario, Schedule, Schedules } from './scenario.ts'
import { type Tree, treeOf } from './tree.ts'

/** JSON with the keys of every object in order, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  const sorted = entries.toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`
}

export const hashOf = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(value))))

/**
 * SHA-256 of all that a scenario and its region say. The path of the region does not count, its content does; the order
 * of arms and outcomes counts, since they are the order of the rows of a result.
 */
export function scenarioHash(scenario: Scenario, region: Region): string {
  const outcomes = Object.entries(scenario.outcomes)
  return hashOf({ scenario: { ...scenario, region: region.name, outcomes }, region })
}

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
