import { describe, expect, test } from 'vitest'
import { formatted, readable, tick, unitOf, wordsOf } from '../../src/report/format.ts'
import { bounds, decimalsOf, type Interval, isToldApart, mean } from '../../src/report/told.ts'

const interval = (middle: number, lower: number, upper: number): Interval => ({
  mean: { value: middle, at: 'a' },
  lower: { value: lower, at: 'b' },
  upper: { value: upper, at: 'c' },
})

describe('numbers', () => {
  test.each([
    [0, '0'], [12_300.4, '12,300'], [45.61, '45.6'], [0.01234, '0.0123'], [0.000012, '1.2e-5'], [NaN, '-'],
  ])('%s is read as %s', (value, text) => {
    expect(readable(value)).toBe(text)
  })

  test('signs are true signs, and what is 0 once rounded has none', () => {
    expect(formatted(-1234.5, { signed: true })).toBe('−1,235')
    expect(formatted(3, { signed: true, decimals: 1 })).toBe('+3.0')
    expect(formatted(-0.004, { signed: true, decimals: 2 })).toBe('0.00')
    expect(formatted(NaN)).toBe('–')
  })

  test('what was set or counted is shown as it stands', () => {
    expect(formatted(0.07, { scale: 100, exact: true })).toBe('7')
    expect(formatted(252_000, { exact: true })).toBe('252,000')
    expect(formatted(1234.5, { exact: true })).toBe('1234.5')
  })

  test.each([[25_000, '25k'], [1_500_000, '1.5m'], [3e9, '3bn'], [-0.25, '−0.25'], [8000, '8,000'], [0, '0'], [0.30000000000000004, '0.3']])('the tick of %s is %s', (value, text) => {
    expect(tick(value)).toBe(text)
  })
})

describe('intervals', () => {
  test('a mean and its bounds have as many digits as half the interval deserves', () => {
    const found = interval(11.7234, -3.2219, 26.6687)
    expect(decimalsOf(found)).toBe(0)
    expect(mean(found, { signed: true }).markup).toContain('>+12<')
    expect(bounds(found).markup.replace(/<[^>]*>/g, '')).toBe('−3 to +27')
    expect(decimalsOf(interval(0.5, 0.3, 0.7))).toBe(2)
    expect(decimalsOf(interval(5, NaN, NaN))).toBeUndefined()
  })

  test('only an interval without 0 is told apart', () => {
    expect(isToldApart(interval(2, 1, 3))).toBe(true)
    expect(isToldApart(interval(-2, -3, -1))).toBe(true)
    expect(isToldApart(interval(1, -1, 3))).toBe(false)
    expect(isToldApart(interval(1, 0, 2))).toBe(false)
    expect(isToldApart(interval(0, 0, 0))).toBe(false)
    expect(isToldApart(interval(2, NaN, NaN))).toBe(false)
  })
})

describe('words', () => {
  test('shares are per cent, their differences percentage points', () => {
    expect(unitOf('share per year')).toEqual({ scale: 100, level: '% a year', difference: 'percentage points a year' })
    expect(unitOf('persons')).toEqual({ scale: 1, level: 'persons', difference: 'persons' })
    expect(unitOf('')).toEqual({ scale: 1, level: '', difference: '' })
  })

  test.each([['defaultRate', 'default rate'], ['rdSpendingPerFirm', 'R&D spending per firm'], ['my_Own', 'my_Own']])('%s is called %s', (key, words) => {
    expect(wordsOf(key)).toBe(words)
  })
})
