/** Flags of the command line, laid over a loaded scenario and checked like its text. */
import type { Catalogue } from './declare.ts'
import { parametersByPath } from './declare.ts'
import { readDraft } from './draft.ts'
import type { Draft, Grammar } from './draft.ts'
import type { LoadedScenario } from './load.ts'
import { layOver } from './load.ts'
import type { Located, LocatedMap } from './located.ts'
import { locateValue } from './located.ts'
import { nearest } from './nearest.ts'
import type { Report, Source, Spot } from './problem.ts'
import { createReport, listed, ScenarioError } from './problem.ts'
import { scenarioSchema } from './schema.ts'

/** Values as they were typed, or as numbers. */
export interface Overrides {
  readonly scale?: string | number
  readonly quarters?: string | number
  readonly burnIn?: string | number
  readonly replications?: string | number
  readonly seed?: string
  /** `policy.fund.budget=900`, `parameters.learn.transferRate=0.1`, `mechanisms.ally=off`. */
  readonly set?: readonly string[]
  /** Only these arms, and the baseline. */
  readonly arms?: readonly string[]
}

/** How the flags are written, for telling a problem. */
const FLAGS = {
  scale: '--scale',
  quarters: '--quarters',
  burnIn: '--burn-in',
  replications: '--replications',
  seed: '--seed',
} as const

/** `{a: {b: value}}` for the path a, b. */
function nested(path: readonly string[], value: Located, spot: Spot): LocatedMap {
  const [head, ...rest] = path
  const inner = rest.length > 0 ? nested(rest, value, spot) : value
  return { kind: 'map', spot, size: inner.size + 1, entries: new Map([[head, { key: spot, value: inner }]]) }
}

/** All paths that `--set` and the factors of a design may name. */
export function settablePaths(catalogue: Catalogue): string[] {
  return [
    ...Object.keys(catalogue.levers).map((name) => `policy.${name}`),
    ...Object.keys(parametersByPath(catalogue)).map((name) => `parameters.${name}`),
    ...catalogue.mechanisms
      .filter((mechanism) => mechanism.switchable)
      .map(({ name }) => `mechanisms.${name}`),
  ]
}

function readSet(text: string, grammar: Grammar, report: Report): Draft | undefined {
  const source: Source = { file: `--set ${text}` }
  const spot: Spot = { source, offset: 0 }
  const equals = text.indexOf('=')
  const path = text.slice(0, equals < 0 ? undefined : equals).trim()
  const paths = settablePaths(grammar.catalogue)
  if (!paths.includes(path)) {
    report.add(spot, `there is no ${path === '' ? 'path' : path} to set`, {
      allowed: `a full path, as in ${paths[0] ?? 'policy.fund.budget'}=1`,
      nearest: () => nearestPath(path, paths),
    })
    return undefined
  }
  if (equals < 0) {
    report.add(spot, 'no value is given', { allowed: `${path}=...` })
    return undefined
  }
  const value = locateValue(text.slice(equals + 1), source, report)
  return value && readDraft(nested(path.split('.'), value, spot), grammar, report)
}

/** Who leaves out `policy.` means it all the same. */
const nearestPath = (path: string, paths: readonly string[]): string | undefined =>
  paths.find((full) => full.endsWith(`.${path}`)) ?? nearest(path, paths) ?? nearest(`policy.${path}`, paths)

function readFlag(
  key: keyof typeof FLAGS,
  value: string | number,
  grammar: Grammar,
  report: Report,
): Draft | undefined {
  const source: Source = { file: `${FLAGS[key]} ${value}` }
  const spot: Spot = { source, offset: 0 }
  // A seed is text even when it looks like a number.
  const located: Located | undefined =
    typeof value === 'number' || key === 'seed'
      ? { kind: 'scalar', spot, size: 1, value }
      : locateValue(value, source, report)
  return located && readDraft(nested([key], located, spot), grammar, report)
}

function checkArms(names: readonly string[], known: readonly string[], report: Report): void {
  for (const name of names) {
    if (known.includes(name)) continue
    report.add({ source: { file: `--arm ${name}` }, offset: 0 }, `there is no arm "${name}"`, {
      allowed: listed(known),
      nearest: () => nearest(name, known),
    })
  }
}

/** The scenario with flags laid over it. Throws a ScenarioError whose places are the flags. */
export async function applyOverrides(loaded: LoadedScenario, overrides: Overrides): Promise<LoadedScenario> {
  const report = createReport()
  const { catalogue } = loaded.language
  const grammar: Grammar = { catalogue, schema: scenarioSchema(catalogue) }
  const flags = (Object.keys(FLAGS) as (keyof typeof FLAGS)[]).map((key) => {
    const value = overrides[key]
    return value === undefined ? undefined : readFlag(key, value, grammar, report)
  })
  const sets = (overrides.set ?? []).map((text) => readSet(text, grammar, report))
  const laid = await layOver(loaded, [...flags, ...sets].filter((draft) => draft !== undefined), report)
  const { arms } = laid.scenario
  checkArms(
    overrides.arms ?? [],
    arms.map((arm) => arm.name),
    report,
  )
  if (report.problems.length > 0) throw new ScenarioError(report.problems)
  if (!overrides.arms) return laid
  const wanted = new Set(['baseline', ...overrides.arms])
  return { ...laid, scenario: { ...laid.scenario, arms: arms.filter((arm) => wanted.has(arm.name)) } }
}
