/** What is wrong with a file, told so that its author can mend it: place, line, what is allowed, nearest name. */

/** A text that places are told in. Without `text` (a file that could not be read, a command-line flag) there are none. */
export interface Source {
  /** Path as the user gave it, or the flag as written. */
  readonly file: string
  readonly text?: string
}

/** A place in a source: where a key or a value begins. */
export interface Spot {
  readonly source: Source
  readonly offset: number
}

export interface Problem {
  readonly file: string
  /** From 1; 0 when the text could not be read or has no lines. */
  readonly line: number
  readonly column: number
  /** What was found, in one sentence. */
  readonly message: string
  /** What would have been right. */
  readonly allowed?: string
  /** The valid name closest to the one found. */
  readonly nearest?: string
  /** The source line and, below it, a caret at the column. */
  readonly excerpt?: string
}

interface Hints {
  readonly allowed?: string | undefined
  /** Computed only when the problem is kept. */
  readonly nearest?: () => string | undefined
}

/** Collects problems in the order they are found. */
export interface Report {
  readonly problems: readonly Problem[]
  /** True when further problems would not be kept. */
  isFull(): boolean
  add(spot: Spot, message: string, hints?: Hints): void
}

/** More help nobody, and a hostile file could hold a hundred thousand. */
const MOST_KEPT = 200
const MOST_SHOWN = 40
const WIDEST_EXCERPT = 100

/** Control characters could rewrite the reader's terminal, so they are shown as a dot. */
export const visible = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text.replace(/\t/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '·')

/** A value as found in a file, short enough for a sentence. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'empty'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  if (typeof value === 'object') {
    const keys = Object.keys(value).length
    return keys === 0 ? 'an empty group' : `a group of ${keys} ${keys === 1 ? 'key' : 'keys'}`
  }
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return visible(text.length > 60 ? `${text.slice(0, 57)}...` : text)
}

/** `a, b, c, ... (12 more)` */
export function listed(names: readonly string[], most = 12): string {
  const rest = names.length - most
  return rest <= 1 ? names.join(', ') : `${names.slice(0, most).join(', ')}, ... (${rest} more)`
}

function placeOf(text: string, offset: number): { line: number; column: number; excerpt: string } {
  let line = 1
  let start = 0
  for (let at = 0; at < offset; at++) {
    const broken = text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')
    if (!broken) continue
    line++
    start = at + 1
  }
  const before = Math.min(offset - start, 60)
  const window = text.slice(offset - before, offset - before + WIDEST_EXCERPT)
  const end = window.search(/[\r\n]/)
  const shownLine = visible(end < 0 ? window : window.slice(0, end))
  return { line, column: offset - start + 1, excerpt: `${shownLine}\n${' '.repeat(before)}^` }
}

export function problemAt(spot: Spot, message: string, hints: Hints = {}): Problem {
  const { file, text } = spot.source
  const nearest = hints.nearest?.()
  const about = {
    message: visible(message),
    ...(hints.allowed === undefined ? {} : { allowed: visible(hints.allowed) }),
    ...(nearest === undefined ? {} : { nearest }),
  }
  if (text === undefined) return { file, line: 0, column: 0, ...about }
  return { file, ...placeOf(text, Math.min(spot.offset, text.length)), ...about }
}

export function createReport(): Report {
  const problems: Problem[] = []
  const seen = new Set<string>()
  return {
    problems,
    isFull: () => problems.length >= MOST_KEPT,
    add(spot, message, hints) {
      if (problems.length >= MOST_KEPT) return
      // A value that an alias repeats is wrong once.
      const key = `${spot.source.file}\n${spot.offset}\n${message}`
      if (seen.has(key)) return
      seen.add(key)
      problems.push(problemAt(spot, message, hints))
    },
  }
}

/** The whole problem as text of several lines, without a line break at the end. */
export function formatProblem(problem: Problem): string {
  const place = problem.line > 0 ? `${problem.file}:${problem.line}:${problem.column}` : problem.file
  const lines = [`${visible(place)}: ${problem.message}`]
  if (problem.excerpt !== undefined) lines.push(...problem.excerpt.split('\n').map((line) => `    ${line}`))
  if (problem.allowed !== undefined) lines.push(`  allowed: ${problem.allowed}`)
  if (problem.nearest !== undefined) lines.push(`  did you mean "${problem.nearest}"?`)
  return lines.join('\n')
}

const byPlace = (one: Problem, other: Problem): number => {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1
  return one.line - other.line || one.column - other.column
}

/** Everything that is wrong with a scenario, in order of place. `message` is ready to be printed. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const sorted = problems.toSorted(byPlace)
    const told = sorted.slice(0, MOST_SHOWN).map(formatProblem)
    const rest = sorted.length - told.length
    super([...told, ...(rest > 0 ? [`... and ${rest} more problems`] : [])].join('\n'))
    this.problems = sorted
  }
}
