/** The page speaks two languages, each of them whole. */
import { expect, test } from 'vitest'
import en from '../../src/lab/words/en.json'
import termsEn from '../../src/lab/words/terms.en.json'
import termsZh from '../../src/lab/words/terms.zh.json'
import zh from '../../src/lab/words/zh.json'
import { levers } from '../../src/mechanisms/levers.ts'
import { metricKeys, metrics } from '../../src/observe/metrics.ts'
import { purposeNames, sectors } from '../../src/world/ledger.ts'

const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted()
/** Every text of a tree by its path. */
function* texts(tree: object, path: readonly string[] = []): Generator<readonly [string, string]> {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') yield [[...path, key].join(' > '), value]
    else yield* texts(value as object, [...path, key])
  }
}

test('what is said in one language is said in the other, with the same values', () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en))
  for (const [key, text] of Object.entries(en)) {
    expect([key, places(zh[key as keyof typeof zh])]).toEqual([key, places(text)])
    expect(zh[key as keyof typeof zh]).not.toBe('')
  }
})

test('every term of the model has its words in both languages, and none has words that is gone', () => {
  const units = [...Object.values(levers), ...Object.values(metrics)].map(({ unit }) => unit)
  for (const terms of [termsEn, termsZh]) {
    expect(Object.keys(terms.levers).toSorted()).toEqual(Object.keys(levers).toSorted())
    expect(Object.keys(terms.metrics).toSorted()).toEqual([...metricKeys].toSorted())
    expect(Object.keys(terms.accounts).toSorted()).toEqual([...sectors].toSorted())
    expect(Object.keys(terms.purposes).toSorted()).toEqual([...purposeNames].toSorted())
    expect(Object.keys(terms.units)).toEqual(expect.arrayContaining([...new Set(units)]))
    expect(Object.keys(terms.prices)).toEqual(expect.arrayContaining([...new Set(Object.values(levers).map(({ price }) => price))]))
  }
  expect([...texts(termsZh)].map(([path]) => path)).toEqual([...texts(termsEn)].map(([path]) => path))
  for (const [path, text] of texts(termsZh)) expect(text, path).not.toBe('')
})

test('English meanings are those of the code', () => {
  for (const [name, { meaning }] of Object.entries(levers)) expect(termsEn.levers[name as keyof typeof termsEn.levers].meaning).toBe(meaning)
  for (const key of metricKeys) expect(termsEn.metrics[key].meaning).toBe(metrics[key].meaning)
})
