/** The page's words in the language that was chosen. */
import { signal } from '@preact/signals'
import en from './words/en.json'
import zh from './words/zh.json'

export const LANGUAGES = { en, zh } as const
export type Language = keyof typeof LANGUAGES
export type Key = keyof typeof en

export const language = signal<Language>(navigator.language.startsWith('zh') ? 'zh' : 'en')

/** The text of a key, with `{name}` replaced. */
export function say(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  return LANGUAGES[language.value][key].replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all))
}

const DIGITS = 3

/** A number as people of the language write it. */
export const number = (value: number): string => new Intl.NumberFormat(language.value, { maximumSignificantDigits: DIGITS }).format(value)

/** The same with its sign. */
export const difference = (value: number): string =>
  new Intl.NumberFormat(language.value, { maximumSignificantDigits: DIGITS, signDisplay: 'exceptZero' }).format(value)
