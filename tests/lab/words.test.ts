/** The page speaks two languages, each of them whole. */
import { expect, test } from 'vitest'
import en from '../../src/lab/words/en.json'
import zh from '../../src/lab/words/zh.json'
import { levers } from '../../src/mechanisms/levers.ts'

const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted()

test('what is said in one language is said in the other, with the same values', () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en))
  for (const [key, text] of Object.entries(en)) {
    expect([key, places(zh[key as keyof typeof zh])]).toEqual([key, places(text)])
    expect(zh[key as keyof typeof zh]).not.toBe('')
  }
})

test('every group of levers has a name', () => {
  const groups = new Set(Object.keys(levers).map((path) => path.slice(0, path.indexOf('.'))))
  expect(Object.keys(en).filter((key) => key.startsWith('group.')).map((key) => key.slice('group.'.length)).toSorted()).toEqual(expect.arrayContaining([...groups].toSorted()))
})
