/** YAML with places: every key and value remembers where it stands. */
import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser } from 'yaml'
import type { CST, Document, Node, Scalar, YAMLError } from 'yaml'
import { listed, shown } from './problem.ts'
import type { Report, Source, Spot } from './problem.ts'

export interface LocatedMap {
  readonly kind: 'map'
  readonly spot: Spot
  readonly size: number
  readonly entries: Map<string, { readonly key: Spot; readonly value: Located }>
}

/** `size` counts values, those repeated through aliases too. */
export type Located =
  | LocatedMap
  | { readonly kind: 'list'; readonly spot: Spot; readonly size: number; readonly items: readonly Located[] }
  | {
      readonly kind: 'scalar'
      readonly spot: Spot
      readonly size: number
      readonly value: string | number | boolean | null
    }

/** Ten aliases of ten aliases of ... grow without end; no scenario or region holds this many values. */
const MOST_VALUES = 20_000
/** Words, marks and line breaks of a text, which bound the time to read it. */
const MOST_LEXEMES = 100_000
const DEEPEST = 100

const KINDS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab stands where spaces are needed',
  BAD_ALIAS: 'this alias is not valid',
  BAD_INDENT: 'the indentation is not right',
  MISSING_CHAR: 'a character is missing',
  UNEXPECTED_TOKEN: 'this does not belong here',
}

function tellSyntax(error: YAMLError, source: Source, report: Report): void {
  const said = error.message.trim()
  const message = Object.hasOwn(KINDS, error.code) ? `${KINDS[error.code]}: ${said}` : said
  report.add({ source, offset: error.pos[0] }, message, {
    allowed: error.code === 'TAB_AS_INDENT' ? 'indent with spaces' : 'YAML 1.2',
  })
}

interface Reading {
  readonly source: Source
  readonly report: Report
  readonly anchors: Map<string, Located>
}

function locate(node: Node | null, fallback: number, reading: Reading): Located {
  const spot: Spot = { source: reading.source, offset: node?.range?.[0] ?? fallback }
  if (isAlias(node)) return aliased(node.source, spot, reading)
  const located = isMap(node)
    ? locateMap(node.items as { key: Node | null; value: Node | null }[], spot, reading)
    : isSeq(node)
      ? locateList(node.items as Node[], spot, reading)
      : locateScalar(node as Scalar | null, spot, reading)
  if (node && 'anchor' in node && node.anchor) reading.anchors.set(node.anchor, located)
  return located
}

function aliased(name: string, spot: Spot, reading: Reading): Located {
  const target = reading.anchors.get(name)
  if (target) return target
  reading.report.add(spot, `no value that ends before this one is called ${shown(`&${name}`)}`, {
    allowed: listed([...reading.anchors.keys()].map((anchor) => `*${anchor}`)) || 'no alias, since no value has a name (&name)',
  })
  return { kind: 'scalar', spot, size: 1, value: null }
}

function locateScalar(node: Scalar | null, spot: Spot, reading: Reading): Located {
  const value = node?.value ?? null
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  ) {
    return { kind: 'scalar', spot, size: 1, value }
  }
  reading.report.add(spot, 'a value of an unknown kind', { allowed: 'text, a number, true or false' })
  return { kind: 'scalar', spot, size: 1, value: null }
}

function locateList(nodes: readonly Node[], spot: Spot, reading: Reading): Located {
  const items = nodes.map((item) => locate(item, spot.offset, reading))
  return { kind: 'list', spot, size: items.reduce((sum, item) => sum + item.size, 1), items }
}

function locateMap(
  pairs: readonly { key: Node | null; value: Node | null }[],
  spot: Spot,
  reading: Reading,
): LocatedMap {
  const entries: LocatedMap['entries'] = new Map()
  let size = 1
  for (const { key, value } of pairs) {
    const keySpot: Spot = { source: reading.source, offset: key?.range?.[0] ?? spot.offset }
    const located = locate(value, keySpot.offset, reading)
    size += located.size
    const name = isScalar(key) ? (key.source ?? String(key.value)) : undefined
    if (name === undefined || name === '__proto__') {
      reading.report.add(keySpot, 'this cannot be a key', { allowed: 'a name or a date' })
    } else if (entries.has(name)) {
      reading.report.add(keySpot, `the key "${name}" is written twice`, { allowed: 'each key once' })
    } else {
      entries.set(name, { key: keySpot, value: located })
    }
  }
  return { kind: 'map', spot, size, entries }
}

/** Reads a text whose root must be a group of keys; undefined when it cannot be used, which is then told. */
export function locateYaml(text: string, source: Source, report: Report): LocatedMap | undefined {
  const root = locateValue(text, source, report)
  if (root === undefined || root.kind === 'map') return root
  const empty = root.kind === 'scalar' && root.value === null
  report.add(root.spot, empty ? 'the file is empty' : 'this is not a group of keys', {
    allowed: 'lines of `key: value`',
  })
  return undefined
}

/** Any value as YAML reads it. Places are told in `source`, or as the source alone when that has no text. */
export function locateValue(text: string, source: Source, report: Report): Located | undefined {
  const start: Spot = { source, offset: 0 }
  const before = report.problems.length
  const root = parse(text, start, report)
  if (root === undefined || report.problems.length > before) return undefined
  if (root.size <= MOST_VALUES) return root
  report.add(root.spot, `${root.size} values, aliases counted each time`, {
    allowed: `up to ${MOST_VALUES} values`,
  })
  return undefined
}

/**
 * The YAML tree. The composer calls itself for each level, and a stack that overflows inside the host's regular
 * expressions ends the whole process, so levels are counted while the parser, which has a stack of its own, reads.
 */
function compose(text: string): Document.Parsed[] | { readonly refused: string } {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let lexemes = 0
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token)
    if (parser.stack.length > DEEPEST) return { refused: `nested more than ${DEEPEST} levels deep` }
    if (++lexemes > MOST_LEXEMES) return { refused: `more than ${MOST_LEXEMES} words and marks` }
  }
  for (const token of parser.end()) tokens.push(token)
  // Unique keys are compared pair by pair there, which takes minutes on a hostile file; locateMap looks them up.
  const composer = new Composer({ version: '1.2', uniqueKeys: false })
  return [...composer.compose(tokens, true, text.length)] as Document.Parsed[]
}

function parse(text: string, start: Spot, report: Report): Located | undefined {
  const { source } = start
  const documents = compose(text)
  if ('refused' in documents) {
    report.add(start, documents.refused, { allowed: 'a file of the size and shape of a scenario' })
    return undefined
  }
  const [document, second] = documents
  if (second)
    report.add({ source, offset: second.range[0] }, 'a second document begins here', {
      allowed: 'one document',
    })
  if (document.directives.yaml.version !== '1.2') {
    report.add(start, 'an older version of YAML', { allowed: 'YAML 1.2' })
    return undefined
  }
  for (const error of [...document.errors, ...document.warnings]) tellSyntax(error, source, report)
  if (second || document.errors.length > 0) return undefined
  return locate(document.contents as Node | null, 0, { source, report, anchors: new Map() })
}

/** The same without places. */
export function plain(located: Located): unknown {
  if (located.kind === 'scalar') return located.value
  if (located.kind === 'list') return located.items.map(plain)
  return Object.fromEntries([...located.entries].map(([name, entry]) => [name, plain(entry.value)]))
}

type Path = readonly PropertyKey[]

/** The value at a path; undefined when the path leads nowhere. */
export function locatedAt(root: Located, path: Path): Located | undefined {
  let at: Located | undefined = root
  for (const step of path) {
    if (at?.kind === 'map') at = at.entries.get(String(step))?.value
    else if (at?.kind === 'list') at = at.items[Number(step)]
    else return undefined
  }
  return at
}

/** Where the key at a path stands; for an item of a list, the item. */
export function keySpotAt(root: Located, path: Path): Spot {
  const parent = locatedAt(root, path.slice(0, -1))
  if (parent?.kind === 'map') return parent.entries.get(String(path.at(-1)))?.key ?? parent.spot
  return locatedAt(root, path)?.spot ?? root.spot
}

/** Takes a value out, with the list around it if it stands in one, so that what is right can still be checked. */
export function prune(root: Located, path: Path): void {
  for (let length = path.length; length > 0; length--) {
    const parent = locatedAt(root, path.slice(0, length - 1))
    if (parent?.kind !== 'map') continue
    parent.entries.delete(String(path[length - 1]))
    return
  }
}
