/** A scenario while it is put together from files and flags: what was written, and where. */
import type { z } from 'zod'
import type { Catalogue } from './declare.ts'
import type { FactorTable } from './design.ts'
import { parametersByPath } from './declare.ts'
import type { Located, LocatedMap } from './located.ts'
import { locatedAt, plain } from './located.ts'
import { nearest } from './nearest.ts'
import type { Report, Spot } from './problem.ts'
import { listed } from './problem.ts'
import { parseQuarter } from './quarter.ts'
import type { Schedule } from './scenario.ts'
import type { ExplainKey, KeyHelp } from './verify.ts'
import { partsAfter, verify } from './verify.ts'

export interface Written<T> {
  readonly value: T
  readonly spot: Spot
}

export interface WrittenSchedule extends Written<Schedule> {
  /** Where each step stands, in the order of the steps. */
  readonly stepSpots: readonly Spot[]
}

/** Lever or parameter by its full name. */
export type WrittenSchedules = ReadonlyMap<string, WrittenSchedule>

export interface DraftTrial {
  readonly spot: Spot
  readonly where?: Written<string>
  readonly share?: Written<number>
  readonly ids?: Written<readonly number[]>
  readonly policy: WrittenSchedules
}

export interface DraftArm {
  readonly spot: Spot
  readonly policy: WrittenSchedules
  readonly trial?: DraftTrial
}

/** The keys that hold one plain value. */
export const HEAD_KEYS = [
  'version',
  'name',
  'question',
  'region',
  'extends',
  'scale',
  'start',
  'quarters',
  'burnIn',
  'replications',
  'seed',
] as const
export type HeadKey = (typeof HEAD_KEYS)[number]
export const SECTIONS = ['policy', 'parameters', 'mechanisms', 'arms', 'outcomes', 'design', 'precision'] as const

/** A design as it was written. Its table is read with its file. */
export interface DraftDesign {
  readonly located: LocatedMap
  /** Where arms stand in the same file. */
  readonly besideArms: Spot | undefined
  readonly table?: FactorTable
}

export interface Draft {
  /** Where it begins. */
  readonly spot: Spot
  /** All keys that stand there, also those whose value is wrong and therefore left out below. */
  readonly keys: ReadonlySet<string>
  readonly head: ReadonlyMap<HeadKey, Written<string | number>>
  readonly policy: WrittenSchedules
  readonly parameters: WrittenSchedules
  readonly mechanisms: ReadonlyMap<string, Written<boolean>>
  readonly arms: ReadonlyMap<string, DraftArm>
  readonly outcomes: ReadonlyMap<string, Written<string>>
  readonly design?: DraftDesign
  readonly precision?: LocatedMap
}

/** What a file is read with: the names that exist, and the schema made from them. */
export interface Grammar {
  readonly catalogue: Catalogue
  readonly schema: z.ZodType
}

/** What to say of a key in a policy tree that is no lever: an unknown one, or one that a trial may not set. */
export function explainLever(name: string, catalogue: Catalogue, trial: boolean): KeyHelp {
  const all = Object.keys(catalogue.levers)
  const names = trial ? all.filter((lever) => catalogue.levers[lever].perFirm) : all
  const known = all.includes(name) || partsAfter(name.split('.'), all).length > 0
  if (!trial || !known || names.includes(name)) return explainDotted(name, names, 'lever')
  const message = `${name} holds for the whole region, so a trial cannot set it for some firms only`
  return { message, allowed: `in a trial: ${names.join(', ')}` }
}

/** Help for a dotted name: the nearest full name, the same last part in another group, or the nearest group. */
function explainDotted(name: string, names: readonly string[], kind: string): KeyHelp {
  const parts = name.split('.')
  const last = parts[parts.length - 1]
  // As flags and designs write it, but a key of a group stands below it.
  if (names.includes(name)) return { message: `${name} is written as one key`, allowed: `\`${parts.join(': { ')}: ...${' }'.repeat(parts.length - 1)}\`` }
  const siblings = partsAfter(parts.slice(0, -1), names)
  const elsewhere = names.find((full) => full.endsWith(`.${last}`))
  return {
    message: `${name} is not a ${kind}`,
    allowed: listed(siblings.length > 0 ? siblings : names, 40),
    nearest: nearest(name, names) ?? elsewhere ?? nearest(last, siblings),
  }
}

const explainOneOf = (name: string, names: readonly string[], message: string): KeyHelp => ({
  message,
  allowed: listed(names, 40),
  nearest: nearest(name, names),
})

function explain(path: readonly string[], catalogue: Catalogue): KeyHelp {
  const [section, ...rest] = path
  const name = rest.join('.')
  if (section === 'policy') return explainLever(name, catalogue, false)
  if (section === 'parameters')
    return explainDotted(name, Object.keys(parametersByPath(catalogue)), 'parameter')
  if (section === 'mechanisms') return explainSwitch(name, catalogue)
  if (section === 'arms' && rest.length > 1) return explainArm(rest.slice(1), catalogue)
  if (section === 'design' && rest.length > 1) return explainOneOf(rest.at(-1)!, FACTOR_KEYS, `${rest.at(-1)} is not a key of a factor`)
  if (section === 'design') return explainOneOf(name, DESIGN_KEYS, `${name} is not a key of a design`)
  if (section === 'precision') return explainOneOf(name, PRECISION_KEYS, `${name} is not a key of a precision`)
  return explainOneOf(section, [...HEAD_KEYS, ...SECTIONS], `${section} is not a key of a scenario`)
}

const DESIGN_KEYS = ['kind', 'samples', 'levels', 'seed', 'file', 'factors']
const FACTOR_KEYS = ['role', 'values', 'range', 'steps', 'distribution', 'mode', 'mean', 'sd', 'median']
const PRECISION_KEYS = ['metric', 'arms', 'halfWidth', 'max']

function explainSwitch(name: string, { mechanisms }: Catalogue): KeyHelp {
  const switchable = mechanisms.filter((mechanism) => mechanism.switchable).map((mechanism) => mechanism.name)
  const known = mechanisms.some((mechanism) => mechanism.name === name)
  const message = known
    ? `${name} cannot be switched off: the others need it`
    : `there is no mechanism "${name}"`
  if (switchable.length === 0) return { message, allowed: 'none can be switched' }
  return explainOneOf(name, switchable, message)
}

function explainArm(path: readonly string[], catalogue: Catalogue): KeyHelp {
  const [first, second] = path
  if (first === 'trial' && second === 'policy') return explainLever(path.slice(2).join('.'), catalogue, true)
  if (first === 'trial')
    return explainOneOf(second, ['where', 'share', 'ids', 'policy'], `${second} is not a key of a trial`)
  const help = explainLever(path.join('.'), catalogue, false)
  if (path.length > 1 || first.includes('.')) return help
  return { ...help, allowed: `${help.allowed}, trial`, nearest: help.nearest ?? nearest(first, ['trial']) }
}

const isMap = (located: Located | undefined): located is LocatedMap => located?.kind === 'map'

/** Minus zero equals zero but is written otherwise, which would make two hashes of one policy. */
const unsigned = (value: number): number => value + 0

/** A schedule as checked by the schema; undefined when nothing of it was left. */
function scheduleOf(located: Located): WrittenSchedule | undefined {
  const { spot } = located
  if (located.kind === 'map') {
    const steps = [...located.entries]
      .map(([date, { key, value }]) => ({
        quarter: parseQuarter(date) ?? 0,
        value: unsigned(Number(plain(value))),
        spot: key,
      }))
      .toSorted((one, other) => one.quarter - other.quarter)
    if (steps.length === 0) return undefined
    const value: Schedule = {
      kind: 'steps',
      steps: steps.map(({ quarter, value: level }) => ({ quarter, value: level })),
    }
    return { value, spot, stepSpots: steps.map((step) => step.spot) }
  }
  const value = plain(located)
  if (typeof value === 'number')
    return { value: { kind: 'constant', value: unsigned(value) }, spot, stepSpots: [] }
  return typeof value === 'string'
    ? { value: { kind: 'expression', text: value }, spot, stepSpots: [] }
    : undefined
}

/** The leaves of a policy or parameter tree, in the order of `names`, so that no order of writing shows later. */
export function schedulesOf(tree: Located | undefined, names: readonly string[]): WrittenSchedules {
  const schedules = new Map<string, WrittenSchedule>()
  if (!isMap(tree)) return schedules
  for (const name of names.toSorted()) {
    const leaf = locatedAt(tree, name.split('.'))
    const schedule = leaf && scheduleOf(leaf)
    if (schedule) schedules.set(name, schedule)
  }
  return schedules
}

function written<T>(tree: Located, key: string): { [name: string]: Written<T> } {
  const located = locatedAt(tree, [key])
  return located ? { [key]: { value: plain(located) as T, spot: located.spot } } : {}
}

function armOf(located: Located, spot: Spot, levers: readonly string[]): DraftArm {
  const trial = locatedAt(located, ['trial'])
  const policy = schedulesOf(located, levers)
  if (!isMap(trial)) return { spot, policy }
  return {
    spot,
    policy,
    trial: {
      spot: trial.spot,
      ...written<string>(trial, 'where'),
      ...written<number>(trial, 'share'),
      ...written<readonly number[]>(trial, 'ids'),
      policy: schedulesOf(locatedAt(trial, ['policy']), levers),
    },
  }
}

/** Checks one file or flag by itself and keeps what is right in it. */
export function readDraft(root: LocatedMap, grammar: Grammar, report: Report): Draft {
  const { catalogue } = grammar
  const keys = new Set(root.entries.keys())
  const explainKey: ExplainKey = (path) => explain(path, catalogue)
  verify(root, grammar.schema, explainKey, report)
  const levers = Object.keys(catalogue.levers)
  const section = (name: (typeof SECTIONS)[number]): [string, { key: Spot; value: Located }][] => {
    const tree = locatedAt(root, [name])
    return isMap(tree) ? [...tree.entries] : []
  }
  const head = HEAD_KEYS.flatMap((key) => {
    const located = locatedAt(root, [key])
    return located ? [[key, { value: plain(located) as string | number, spot: located.spot }] as const] : []
  })
  const switches = section('mechanisms').map(([name, { value }]) => {
    const on = plain(value)
    return [name, { value: on === true || on === 'on', spot: value.spot }] as const
  })
  const design = locatedAt(root, ['design'])
  const precision = locatedAt(root, ['precision'])
  if (isMap(precision) && keys.has('replications')) {
    report.add(root.entries.get('replications')!.key, 'replications beside a precision', { allowed: 'a number of replications, or a precision with `max`' })
  }
  return {
    ...(isMap(design) ? { design: { located: design, besideArms: section('arms')[0]?.[1].key } } : {}),
    ...(isMap(precision) ? { precision } : {}),
    spot: root.spot,
    keys,
    head: new Map(head),
    policy: schedulesOf(locatedAt(root, ['policy']), levers),
    parameters: schedulesOf(locatedAt(root, ['parameters']), Object.keys(parametersByPath(catalogue))),
    mechanisms: new Map(switches),
    arms: new Map(section('arms').map(([name, { key, value }]) => [name, armOf(value, key, levers)])),
    outcomes: new Map(
      section('outcomes').map(([name, { value }]) => [
        name,
        { value: String(plain(value)), spot: value.spot },
      ]),
    ),
  }
}

const sorted = <T>(map: ReadonlyMap<string, T>): Map<string, T> =>
  new Map([...map].toSorted(([one], [other]) => (one < other ? -1 : 1)))

function layArms(under: Draft['arms'], over: Draft['arms']): Draft['arms'] {
  const arms = new Map(under)
  for (const [name, arm] of over) {
    const base = arms.get(name)
    arms.set(name, base ? { ...base, ...arm, policy: sorted(new Map([...base.policy, ...arm.policy])) } : arm)
  }
  return arms
}

/** One draft over another: a leaf that is written replaces the one below whole. */
export function layDraft(under: Draft, over: Draft): Draft {
  const design = over.design ?? under.design
  // A number of replications and a precision say the same thing: the upper one holds.
  const precision = over.precision ?? (over.head.has('replications') ? undefined : under.precision)
  const head = new Map([...under.head, ...over.head])
  if (over.precision && !over.head.has('replications')) head.delete('replications')
  return {
    ...(design ? { design } : {}),
    ...(precision ? { precision } : {}),
    spot: over.spot,
    keys: new Set([...under.keys, ...over.keys]),
    head,
    policy: sorted(new Map([...under.policy, ...over.policy])),
    parameters: sorted(new Map([...under.parameters, ...over.parameters])),
    mechanisms: sorted(new Map([...under.mechanisms, ...over.mechanisms])),
    arms: layArms(under.arms, over.arms),
    outcomes: new Map([...under.outcomes, ...over.outcomes]),
  }
}
