/** Functions of the unit cube whose indices are known. */
export interface Known {
  readonly name: string
  readonly factors: number
  readonly at: (unit: Float64Array) => number
  readonly first: readonly number[]
  readonly total: readonly number[]
}

const SALIB_PI = 3.14159265359

/** Ishigami and Homma (1990), a = 7, b = 0.1; variance and indices in closed form. */
export const ishigami: Known = (() => {
  const [a, b, pi] = [7, 0.1, Math.PI]
  const [p4, p8] = [pi ** 4, pi ** 8]
  const one = 0.5 * (1 + (b * p4) / 5) ** 2
  const two = a ** 2 / 8
  const both = b ** 2 * p8 * (1 / 18 - 1 / 50)
  const all = one + two + both
  return {
    name: 'Ishigami', factors: 3,
    at: (unit) => {
      const [x, y, z] = Array.from(unit, (value) => -SALIB_PI + 2 * SALIB_PI * value)
      return Math.sin(x!) + a * Math.sin(y!) ** 2 + b * z! ** 4 * Math.sin(x!)
    },
    first: [one / all, two / all, 0],
    total: [(one + both) / all, two / all, both / all],
  }
})()

/** Sobol's G; the partial variances are 1 / (3 (1 + a)^2). */
export const sobolG: Known = (() => {
  const a = [0, 1, 4.5, 9]
  const parts = a.map((value) => 1 / (3 * (1 + value) ** 2))
  const all = parts.reduce((product, part) => product * (1 + part), 1) - 1
  return {
    name: 'Sobol-G', factors: 4,
    at: (unit) => a.reduce((product, value, factor) => (product * (Math.abs(4 * unit[factor]! - 2) + value)) / (1 + value), 1),
    first: parts.map((part) => part / all),
    total: parts.map((part) => (part * parts.reduce((product, other) => product * (1 + other), 1)) / (1 + part) / all),
  }
})()

const SLOPES = [1, 2, 3]
export const linear: Known = {
  name: 'linear', factors: 3,
  at: (unit) => SLOPES.reduce((sum, slope, factor) => sum + slope * unit[factor]!, 0),
  first: SLOPES.map((slope) => slope ** 2 / 14),
  total: SLOPES.map((slope) => slope ** 2 / 14),
}
