/**
 * Expressions of a scenario: arithmetic, comparison, conditionals and a short list of functions over known names.
 *
 * mathjs reads the text into a syntax tree and does nothing else. Only the kinds of node listed here are accepted, and
 * they become functions of our own, so no text can reach a property, an assignment, a unit or the host's arithmetic.
 */
import type { Parse } from './parser.ts'
import { nearest } from './nearest.ts'

/** The functions whose results must be the same on every machine; `world` owns them. */
export interface Arithmetic {
  readonly exp: (x: number) => number
  readonly log: (x: number) => number
  readonly pow: (base: number, exponent: number) => number
}

export interface Expression {
  readonly text: string
  /** The names that it uses, in order of first use. */
  readonly names: readonly string[]
  /** Throws an ExpressionError when a value it needs is missing or a result is not a finite number. */
  evaluate(values: (name: string) => number): number
}

/** Why a text is no expression: for the author of the scenario. */
export class ExpressionRefused extends Error {
  override readonly name = 'ExpressionRefused'
  readonly allowed: string | undefined
  readonly nearest: string | undefined

  constructor(message: string, allowed?: string, nearestName?: string) {
    super(message)
    this.allowed = allowed
    this.nearest = nearestName
  }
}

/** An expression that failed while a run was under way: that run fails, the others go on. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
  readonly text: string
  readonly reason: string

  constructor(text: string, reason: string) {
    super(`the expression "${text}" failed: ${reason}`)
    this.text = text
    this.reason = reason
  }
}

export const LONGEST_EXPRESSION = 2000
const MOST_NODES = 500
const DEEPEST = 40

type Values = (name: string) => number
type Evaluator = (values: Values) => number
type Operation = (a: number, b: number) => number

const truth = (condition: boolean): number => (condition ? 1 : 0)

function operators(arithmetic: Arithmetic): Readonly<Record<string, Operation>> {
  return {
    add: (a, b) => a + b,
    subtract: (a, b) => a - b,
    multiply: (a, b) => a * b,
    divide: (a, b) => a / b,
    // The sign of the divisor, as in calendars: (t % 4) is 0 to 3 in the burn-in too.
    mod: (a, b) => a - b * Math.floor(a / b),
    pow: arithmetic.pow,
    unaryMinus: (a) => -a,
    unaryPlus: (a) => a,
    smaller: (a, b) => truth(a < b),
    smallerEq: (a, b) => truth(a <= b),
    larger: (a, b) => truth(a > b),
    largerEq: (a, b) => truth(a >= b),
    equal: (a, b) => truth(a === b),
    unequal: (a, b) => truth(a !== b),
    not: (a) => truth(a === 0),
  }
}

interface Callable {
  readonly least: number
  readonly most: number
  readonly call: (...values: number[]) => number
}

const ROUND_HALF_UP = (x: number): number => Math.floor(x + 0.5)

function functions(arithmetic: Arithmetic): Readonly<Record<string, Callable>> {
  const one = (call: (x: number) => number): Callable => ({ least: 1, most: 1, call })
  return {
    abs: one(Math.abs),
    min: { least: 1, most: 20, call: Math.min },
    max: { least: 1, most: 20, call: Math.max },
    sqrt: one(Math.sqrt),
    exp: one(arithmetic.exp),
    log: one(arithmetic.log),
    pow: { least: 2, most: 2, call: arithmetic.pow },
    floor: one(Math.floor),
    ceil: one(Math.ceil),
    round: one(ROUND_HALF_UP),
  }
}

/** Words that an outcome may not be called, since they mean something here. */
export const RESERVED_WORDS: readonly string[] = [
  ...'abs min max sqrt exp log pow floor ceil round'.split(' '),
  ...'and or not mod to in xor true false null undefined end NaN Infinity'.split(' '),
]

const GRAMMAR =
  'numbers, names, + - * / ^ %, < <= > >= == !=, and, or, not, a ? b : c, and abs min max sqrt exp log pow floor ceil round'

interface Compiling {
  readonly text: string
  readonly known: ReadonlySet<string>
  readonly used: Set<string>
  readonly operators: Readonly<Record<string, Operation>>
  readonly functions: Readonly<Record<string, Callable>>
  nodes: number
}

/** The fields of mathjs's nodes that are looked at, whatever kind the node is. */
interface Parsed {
  readonly type: string
  readonly value?: unknown
  readonly name?: string
  readonly fn?: string | Parsed
  readonly implicit?: boolean
  readonly isPercentage?: boolean
  readonly args?: readonly Parsed[]
  readonly content?: Parsed
  readonly condition?: Parsed
  readonly trueExpr?: Parsed
  readonly falseExpr?: Parsed
}

const refuse = (what: string): never => {
  throw new ExpressionRefused(what, GRAMMAR)
}

const asTerm = (a: number): string => String(a)

function checked(
  text: string,
  operation: (...values: number[]) => number,
  name: string,
  values: number[],
): number {
  const result = operation(...values)
  if (Number.isFinite(result)) return result
  if ((name === 'divide' || name === 'mod') && values[1] === 0)
    throw new ExpressionError(text, 'division by zero')
  throw new ExpressionError(text, `${name} of ${values.map(asTerm).join(' and ')} is not a finite number`)
}

function compileNode(node: Parsed, depth: number, compiling: Compiling): Evaluator {
  if (depth > DEEPEST) return refuse(`an expression nested more than ${DEEPEST} levels deep`)
  if (++compiling.nodes > MOST_NODES) return refuse(`an expression of more than ${MOST_NODES} parts`)
  const inner = (child: Parsed): Evaluator => compileNode(child, depth + 1, compiling)
  switch (node.type) {
    case 'ConstantNode':
      return compileNumber(node.value)
    case 'SymbolNode':
      return compileName(node.name ?? '', compiling)
    case 'ParenthesisNode':
      return inner(node.content as Parsed)
    case 'ConditionalNode': {
      const [condition, yes, no] = [node.condition, node.trueExpr, node.falseExpr].map((part) =>
        inner(part as Parsed),
      )
      return (values) => (condition(values) !== 0 ? yes(values) : no(values))
    }
    case 'OperatorNode':
      return compileOperator(node, inner, compiling)
    case 'FunctionNode':
      return compileCall(node, inner, compiling)
    case 'RelationalNode':
      return refuse('a chain of comparisons; write `a < b and b < c`')
    case 'AssignmentNode':
    case 'FunctionAssignmentNode':
      return refuse('an assignment; compare with ==')
    default:
      return refuse(`${node.type.replace(/Node$/, '').toLowerCase()} is not part of an expression`)
  }
}

function compileNumber(value: unknown): Evaluator {
  if (typeof value !== 'number' || !Number.isFinite(value))
    return refuse(`${JSON.stringify(value)} is not a number`)
  return () => value
}

function compileName(name: string, compiling: Compiling): Evaluator {
  const { text, known, used } = compiling
  if (!known.has(name)) {
    throw new ExpressionRefused(
      `no name "${name}" is known in this expression`,
      undefined,
      nearest(name, known),
    )
  }
  used.add(name)
  return (values) => {
    const value = values(name)
    if (Number.isFinite(value)) return value
    throw new ExpressionError(text, `${name} has no value`)
  }
}

function compileOperator(node: Parsed, inner: (child: Parsed) => Evaluator, compiling: Compiling): Evaluator {
  const name = String(node.fn)
  if (node.implicit) return refuse('two terms without an operator; write * for a product')
  if (node.isPercentage) return refuse('a percent sign after a number; write 0.05 for 5 %')
  const [left, right] = (node.args ?? []).map(inner)
  // The right side is evaluated only where it decides, so that `b != 0 and a / b > 1` is safe.
  if (name === 'and') return (values) => truth(left(values) !== 0 && right(values) !== 0)
  if (name === 'or') return (values) => truth(left(values) !== 0 || right(values) !== 0)
  if (!Object.hasOwn(compiling.operators, name))
    return refuse(`the operator "${name}" is not part of an expression`)
  const operation = compiling.operators[name]
  const { text } = compiling
  if (right === undefined)
    return (values) => checked(text, operation as (a: number) => number, name, [left(values)])
  return (values) =>
    checked(text, operation as (...both: number[]) => number, name, [left(values), right(values)])
}

function compileCall(node: Parsed, inner: (child: Parsed) => Evaluator, compiling: Compiling): Evaluator {
  const name = (typeof node.fn === 'string' ? node.fn : node.fn?.name) ?? ''
  const { text, functions: known } = compiling
  if (!Object.hasOwn(known, name)) {
    const names = Object.keys(known)
    throw new ExpressionRefused(`there is no function "${name}"`, names.join(', '), nearest(name, names))
  }
  const { least, most, call } = known[name]
  const terms = node.args ?? []
  if (terms.length < least || terms.length > most) {
    return refuse(
      `${name} takes ${least === most ? least : `${least} to ${most}`} values, not ${terms.length}`,
    )
  }
  const evaluators = terms.map(inner)
  return (values) =>
    checked(
      text,
      call,
      name,
      evaluators.map((term) => term(values)),
    )
}

/** Most scenarios have no expression, so the parser is loaded with the first. */
async function loadParser(): Promise<Parse> {
  return (await import('./parser.ts')).parse
}

/** The parser calls itself for each bracket, so brackets are counted before it sees them. */
function refuseDeepBrackets(text: string): void {
  let depth = 0
  for (const character of text) {
    if (character === '(' || character === '[' || character === '{') depth++
    if (character === ')' || character === ']' || character === '}') depth--
    if (depth > DEEPEST) refuse(`an expression nested more than ${DEEPEST} levels deep`)
  }
}

function parsedBy(parse: Parse, text: string): Parsed {
  try {
    return parse(text) as unknown as Parsed
  } catch (error) {
    if (error instanceof RangeError) return refuse('an expression nested too deeply')
    return refuse(
      error instanceof Error ? `this is not an expression: ${error.message}` : 'this is not an expression',
    )
  }
}

/** Reads an expression over `knownNames`; throws an ExpressionRefused that says what is wrong with it. */
export async function compileExpression(
  text: string,
  knownNames: Iterable<string>,
  arithmetic: Arithmetic,
): Promise<Expression> {
  if (text.length > LONGEST_EXPRESSION) {
    refuse(`an expression of ${text.length} characters; up to ${LONGEST_EXPRESSION} are read`)
  }
  if (text.trim() === '') refuse('an empty expression')
  refuseDeepBrackets(text)
  const compiling: Compiling = {
    text,
    known: new Set(knownNames),
    used: new Set(),
    operators: operators(arithmetic),
    functions: functions(arithmetic),
    nodes: 0,
  }
  const evaluate = compileNode(parsedBy(await loadParser(), text), 0, compiling)
  return { text, names: [...compiling.used], evaluate }
}
