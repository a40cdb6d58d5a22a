/** The page's words and numbers in the language that was chosen. */
import { signal } from '@preact/signals'
import type { Effect } from '../analysis/effects.ts'
import en from './words/en.json'
import termsEn from './words/terms.en.json'
import termsZh from './words/terms.zh.json'
import zh from './words/zh.json'

export const LANGUAGES = { en, zh } as const
export const TERMS = { en: termsEn, zh: termsZh } as const
export type Language = keyof typeof LANGUAGES
export type Key = keyof typeof en
export type Both = Readonly<Record<Language, string>>

export const language = signal<Language>(navigator.language.startsWith('zh') ? 'zh' : 'en')

type Values = Readonly<Record<string, string | number>>

/** The text of a key, with `{name}` replaced. */
export function say(key: Key, values: Values = {}): string {
  return LANGUAGES[language.value][key].replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all))
}

/** The same of a key that is put together; the key itself where there is none. */
export const sayIf = (key: string, values?: Values): string => (Object.hasOwn(en, key) ? say(key as Key, values) : key)

export const inOwn = (both: Both): string => both[language.value]

type Kind = keyof typeof termsEn
/** A term of the model in the language of the page, the English one where it has none. */
function term<Found>(kind: Kind, name: string): Found | undefined {
  const found = (terms: object): Found | undefined => (terms as Record<string, Record<string, Found>>)[kind]?.[name]
  return found(TERMS[language.value]) ?? found(TERMS.en)
}
interface Explained {
  readonly name: string
  readonly meaning: string
  readonly how?: string
}
const explained = (kind: Kind, name: string): Explained => term<Explained>(kind, name) ?? { name, meaning: '' }

export const leverTerm = (name: string): Explained => explained('levers', name)
export const metricTerm = (key: string): Explained => explained('metrics', key)
export const word = (kind: Kind, name: string): string => term<string>(kind, name) ?? name

const DIGITS = 3

const formatted = (value: number, options: Intl.NumberFormatOptions): string =>
  // A true minus, as wide as the plus.
  Number.isFinite(value) ? new Intl.NumberFormat(language.value, { maximumSignificantDigits: DIGITS, ...options }).format(value).replace('-', '−') : '–'

export const number = (value: number): string => formatted(value, {})

/** Shares are shown in per cent, their differences in percentage points. */
export const isShare = (unit: string): boolean => /^share\b/.test(unit) && unit !== 'share of the frontier'
export const scaleOf = (unit: string): number => (isShare(unit) ? 100 : 1)

export const unitWord = (unit: string): string => (isShare(unit) ? `% ${word('units', unit)}` : word('units', unit))
/** Behind a difference. */
export const differenceUnit = (unit: string): string => (isShare(unit) ? say('points') : word('units', unit))

export const difference = (value: number, unit = ''): string => formatted(value * scaleOf(unit), { signDisplay: 'exceptZero' })

/** The ends of a 95 % interval. */
export const between = ({ lower, upper }: Pick<Effect, 'lower' | 'upper'>, unit: string): string =>
  say('between', { lower: difference(lower, unit), upper: difference(upper, unit) })

/** What a user is told of an error: what is wrong with an input is told as it is, anything else is a fault of ours. */
export function faultText(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) }
  if (name === 'ScenarioError') return message
  return name === 'LinkError' ? sayIf(message) : say('bug', { message })
}
