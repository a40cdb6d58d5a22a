/** Numbers and units that a person can read, the same on every machine. */

export interface Shown {
  /** What the number is multiplied by first: 100 for a share that is shown in per cent. */
  readonly scale?: number
  /** Those behind the point; about three digits that count unless told. */
  readonly decimals?: number
  /** With a plus when it is more than 0. */
  readonly signed?: boolean
  /** As it stands, for what somebody has set or counted. */
  readonly exact?: boolean
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',')

/** About three digits that count: 0.0123, 45.6, 12,300. Missing is a dash. */
export function readable(value: number): string {
  if (!Number.isFinite(value)) return '-'
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1000) return grouped(String(Math.round(value)))
  if (size < 1e-4) return value.toExponential(1)
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(size)))
  return value.toFixed(decimals)
}

/** Leaves what is no plain integer as it is. */
const groupedWhole = (text: string): string => (/^\d+$/.test(text) ? grouped(text) : text)

export const signed = (value: number): string => (value > 0 ? `+${readable(value)}` : readable(value))

/** With a true minus, and no minus before what is 0 once it is rounded. */
export function formatted(value: number, { scale = 1, decimals, signed: plus = false, exact = false }: Shown = {}): string {
  if (!Number.isFinite(value)) return '–'
  const scaled = value * scale
  const size = Math.abs(scaled)
  const text = exact ? whole(size) : decimals === undefined ? readable(size) : fixed(size, decimals)
  if (!/[1-9]/.test(text)) return text
  const sign = scaled < 0 ? '−' : plus ? '+' : ''
  return sign + text
}

/** Without the digits that multiplying in binary leaves behind. */
const whole = (size: number): string => groupedWhole(String(Number(size.toPrecision(12))))

function fixed(size: number, decimals: number): string {
  const [before, behind] = size.toFixed(decimals).split('.')
  return behind === undefined ? grouped(before) : `${grouped(before)}.${behind}`
}

/** How a unit is shown: shares in per cent, differences of shares in percentage points. */
export interface Unit {
  readonly scale: number
  /** Behind a level. */
  readonly level: string
  /** Behind a difference. */
  readonly difference: string
}

export function unitOf(unit: string): Unit {
  const match = /^share\b(.*)$/.exec(unit)
  if (!match) return { scale: 1, level: unit, difference: unit }
  const rest = match[1].replace(' per year', ' a year')
  return { scale: 100, level: `%${rest}`, difference: `percentage points${rest}` }
}

const WORDS: Readonly<Record<string, string>> = {
  rdSpending: 'R&D spending',
  rdPersons: 'R&D staff',
  reportedRdSpending: 'reported R&D spending',
  firms: 'small firms',
  creditAccessShare: 'credit access',
  guaranteedBalance: 'guaranteed credit',
  publicCostWhole: 'public cost, all told',
}

/** `default rate` for defaultRate. Names with a hyphen or a point are left as their author wrote them. */
export function wordsOf(key: string): string {
  const known = WORDS[key]
  if (known !== undefined) return known
  if (!/^[a-z][a-zA-Z]*$/.test(key)) return key
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^rd /, 'R&D ')
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `12.3k`, for the axis of a chart. */
export function tick(value: number): string {
  const size = Math.abs(value)
  const sign = value < 0 ? '−' : ''
  const short = (scaled: number): string => String(Number(scaled.toPrecision(6)))
  if (size >= 1e9) return `${sign}${short(size / 1e9)}bn`
  if (size >= 1e6) return `${sign}${short(size / 1e6)}m`
  if (size >= 1e4) return `${sign}${short(size / 1e3)}k`
  if (size > 0 && size < 1e-4) return `${sign}${size.toExponential(0)}`
  return sign + groupedWhole(short(size))
}

