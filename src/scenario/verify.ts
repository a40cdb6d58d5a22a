/** Holds a located value against a schema, and tells every difference at its place. */
import type { z } from 'zod'
import type { Located } from './located.ts'
import { keySpotAt, locatedAt, plain, prune } from './located.ts'
import type { Report } from './problem.ts'
import { shown } from './problem.ts'

type Path = readonly PropertyKey[]
type Issue = z.core.$ZodIssue

/** What is known about a key that the schema does not know. */
export interface KeyHelp {
  readonly message: string
  readonly allowed: string
  readonly nearest?: string | undefined
}

/** Tells what may stand where `path` stands, whose last part is the key that was found. */
export type ExplainKey = (path: readonly string[]) => KeyHelp

/** A union refuses with the complaints of all its branches; what counts are those of the branch that was meant. */
function meant(issue: Issue, path: Path): Issue[] {
  if (issue.code !== 'invalid_union') return [{ ...issue, path: [...path, ...issue.path] }]
  const at = [...path, ...issue.path]
  const fitting = issue.errors.filter((branch) => !branch.some((inner) => isOfAnotherKind(inner)))
  if (fitting.length !== 1) return [{ ...issue, path: at }]
  return fitting[0].flatMap((inner) => meant(inner, at))
}

const isOfAnotherKind = (issue: Issue): boolean =>
  issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')

function tellUnknownKeys(
  keys: readonly string[],
  path: Path,
  root: Located,
  explain: ExplainKey,
  report: Report,
): void {
  for (const key of keys) {
    const full = [...path, key].map(String)
    if (report.isFull()) return
    const help = explain(full)
    report.add(keySpotAt(root, full), help.message, { allowed: help.allowed, nearest: () => help.nearest })
    prune(root, full)
  }
}

function tellValue(issue: Issue, root: Located, report: Report): void {
  const found = locatedAt(root, issue.path)
  const name = issue.path.join('.')
  if (found === undefined) {
    report.add(keySpotAt(root, issue.path), `${name} is missing`, { allowed: issue.message })
    return
  }
  report.add(found.spot, `${name === '' ? 'this' : name} is ${shown(plain(found))}`, {
    allowed: issue.message,
  })
  prune(root, issue.path)
}

function tellKey(issue: Issue & { code: 'invalid_key' }, root: Located, report: Report): void {
  const key = String(issue.path.at(-1))
  report.add(keySpotAt(root, issue.path), `the key ${shown(key)} is not allowed here`, {
    allowed: issue.issues[0]?.message,
  })
  prune(root, issue.path)
}

const isInside = (path: Path, group: Path): boolean =>
  path.length > group.length && group.every((part, index) => path[index] === part)

/** Tells all differences and takes what is wrong out of `root`, so that the rest can still be checked. */
export function verify(root: Located, schema: z.ZodType, explain: ExplainKey, report: Report): void {
  const outcome = schema.safeParse(plain(root))
  const issues = outcome.error?.issues.flatMap((raw) => meant(raw, [])) ?? []
  for (const issue of issues) {
    // What is said of a group as a whole may only follow from what is wrong inside.
    if (issue.code === 'custom' && issues.some((inner) => isInside(inner.path, issue.path))) continue
    if (issue.code === 'unrecognized_keys') tellUnknownKeys(issue.keys, issue.path, root, explain, report)
    else if (issue.code === 'invalid_key') tellKey(issue, root, report)
    else tellValue(issue, root, report)
  }
}

/** The parts that may follow `prefix` in dotted names: for `fund` of `fund.budget` that is `budget`. */
export function partsAfter(prefix: readonly string[], names: readonly string[]): string[] {
  const parts = names
    .map((name) => name.split('.'))
    .filter((name) => name.length > prefix.length && prefix.every((part, index) => name[index] === part))
    .map((name) => name[prefix.length])
  return [...new Set(parts)]
}
