import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileExpression, ExpressionError, ExpressionRefused } from '../../src/scenario/expression.ts'
import { arithmetic } from './fixture.ts'

const names = ['year', 'quarter', 't', 'a', 'b', 'defaultRate']

async function valueOf(text: string, values: Readonly<Record<string, number>> = {}): Promise<number> {
  const expression = await compileExpression(text, names, arithmetic)
  return expression.evaluate((name) => values[name] ?? Number.NaN)
}

const refusal = async (text: string): Promise<ExpressionRefused> => {
  const error: unknown = await compileExpression(text, names, arithmetic).catch((reason: unknown) => reason)
  if (error instanceof ExpressionRefused) return error
  throw new Error(`"${text}" was not refused`, { cause: error })
}

const failure = async (
  text: string,
  values: Readonly<Record<string, number>> = {},
): Promise<ExpressionError> => {
  const error: unknown = await valueOf(text, values).catch((reason: unknown) => reason)
  if (error instanceof ExpressionError) return error
  throw new Error(`"${text}" did not fail`, { cause: error })
}

describe('what an expression computes', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['2 ^ -1', 0.5],
    ['7 % 4', 3],
    ['-1 % 4', 3],
    ['1e3 + 0x10', 1016],
    ['1 < 2', 1],
    ['2 <= 1', 0],
    ['1 == 1 and 2 != 2', 0],
    ['1 > 2 or 3 >= 3', 1],
    ['not 3', 0],
    ['not (1 > 2)', 1],
    ['0 ? 10 : 1 ? 20 : 30', 20],
    ['abs(-3) + min(4, 2, 9) + max(1, 5)', 10],
    ['sqrt(9) + floor(2.7) + ceil(2.1) + round(2.5)', 11],
    ['round(-2.5)', -2],
    ['exp(0) + log(1) + pow(2, 10)', 1025],
    ['+3 - -3', 6],
  ])('%s is %d', async (text, value) => {
    expect(await valueOf(text)).toBe(value)
  })

  it('reads names, and says which', async () => {
    const expression = await compileExpression('500 * 1.1 ^ (year - 2013) + t * t', names, arithmetic)
    expect(expression.names).toEqual(['year', 't'])
    expect(expression.evaluate((name) => (name === 'year' ? 2014 : 2))).toBeCloseTo(554, 9)
  })

  it('takes its exponentials from the arithmetic it is given', async () => {
    const ours = { exp: () => 7, log: () => 8, pow: () => 9 }
    for (const [text, value] of [
      ['exp(1)', 7],
      ['log(1)', 8],
      ['pow(2, 2)', 9],
      ['2 ^ 2', 9],
    ] as const) {
      expect((await compileExpression(text, [], ours)).evaluate(() => 0)).toBe(value)
    }
  })

  it('uses no function of the host whose result differs between machines', async () => {
    const forbidden = [
      'exp',
      'log',
      'pow',
      'sin',
      'cos',
      'tan',
      'log2',
      'log10',
      'expm1',
      'log1p',
      'cbrt',
      'random',
    ] as const
    const kept = forbidden.map((name) => [name, Math[name]] as const)
    try {
      for (const name of forbidden) {
        Object.assign(Math, {
          [name]: () => {
            throw new Error(`Math.${name}`)
          },
        })
      }
      expect(await valueOf('exp(1) + log(2) + pow(2, 0.5) + 2 ^ 0.5 + sqrt(2)')).toBeGreaterThan(7)
    } finally {
      Object.assign(Math, Object.fromEntries(kept))
    }
  })

  it('looks at the branch that counts only', async () => {
    expect(await valueOf('a != 0 and 1 / a > 2', { a: 0 })).toBe(0)
    expect(await valueOf('a == 0 or 1 / a > 2', { a: 0 })).toBe(1)
    expect(await valueOf('a == 0 ? 5 : 1 / a', { a: 0 })).toBe(5)
  })
})

describe('what fails while a run is under way', () => {
  it.each([
    ['1 / a', { a: 0 }, /division by zero/],
    ['5 % a', { a: 0 }, /division by zero/],
    ['log(a)', { a: -1 }, /log of -1/],
    ['sqrt(a) > 0', { a: -1 }, /sqrt of -1/],
    ['a * a', { a: 1e200 }, /multiply of 1e\+200 and 1e\+200 is not a finite number/],
    ['a + 1', {}, /a has no value/],
  ] as const)('%s', async (text, values, reason) => {
    const error = await failure(text, values)
    expect(error.text).toBe(text)
    expect(error.reason).toMatch(reason)
    expect(error.message).toContain(text)
  })
})

describe('what is refused', () => {
  it.each([
    'a = 3',
    'f(x) = x',
    'a.b',
    'a["b"]',
    'a[1]',
    '"text"',
    "'text'",
    '[1, 2]',
    '{a: 1}',
    '1; 2',
    '1\n2',
    '1:3',
    '5 cm',
    '2 a',
    '(1)(2)',
    '5%',
    'a!',
    "a'",
    'a & b',
    'a | b',
    'a << 1',
    'a xor b',
    '1 < 2 < 3',
    'true',
    'null',
    'NaN',
    'Infinity',
    '1e400',
    'i',
    'pi',
    'e',
    'import("fs")',
    'eval("1")',
    'parse("1")',
    'createUnit("x")',
    'simplify("1")',
    'random()',
    'config({})',
    'sin(1)',
    'constructor',
    'constructor()',
    'toString()',
    '__proto__',
    'this',
    'a.constructor("x")()',
    'sqrt',
    'sqrt()',
    'sqrt(1, 2)',
    'pow(1)',
    'min()',
    '(a)(1)',
    'abs(1)(2)',
    '1 to 2',
    'a ?? b',
    '',
    ' ',
    '# only',
    '1 +',
    '(((',
    ')',
    'a b',
    'year()',
    '\u0000',
  ])('%j', async (text) => {
    await refusal(text)
  })

  it('names the nearest', async () => {
    expect((await refusal('defaultrate + 1')).nearest).toBe('defaultRate')
    expect((await refusal('sqr(4)')).nearest).toBe('sqrt')
  })

  it('is what is long, deep or large', async () => {
    expect((await refusal('1+'.repeat(1500))).message).toMatch(/3000 characters/)
    expect((await refusal(`${'('.repeat(900)}1${')'.repeat(900)}`)).message).toMatch(/deep/)
    expect((await refusal(`${'-'.repeat(1900)}1`)).message).toMatch(/deep/)
    expect((await refusal(`${'1^'.repeat(900)}1`)).message).toMatch(/deep/)
    expect((await refusal(`${'not '.repeat(480)}1`)).message).toMatch(/deep/)
    expect((await refusal(`${'1?1:'.repeat(400)}1`)).message).toMatch(/deep/)
  })

  it('is any other text, with the same kind of error', async () => {
    const words = fc.constantFrom(
      'a',
      'b',
      '1',
      '2.5',
      '+',
      '-',
      '*',
      '/',
      '^',
      '%',
      '(',
      ')',
      ',',
      '?',
      ':',
      '=',
      '<',
      '>',
      '!',
      'and',
      'or',
      'not',
      'min',
      'sqrt',
      '.',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      ';',
      '\n',
      '\\',
      '`',
      '$',
      'constructor',
      ' ',
    )
    const texts = fc.oneof(
      fc.string({ maxLength: 60, unit: 'binary' }),
      fc.array(words, { maxLength: 25 }).map((all) => all.join('')),
    )
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        try {
          const value = (await compileExpression(text, names, arithmetic)).evaluate(() => 1)
          expect(Number.isFinite(value)).toBe(true)
        } catch (error) {
          expect(error instanceof ExpressionRefused || error instanceof ExpressionError).toBe(true)
        }
      }),
      { numRuns: 3000 },
    )
  })
})
