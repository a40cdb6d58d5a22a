/** Student's t distribution on the project's own arithmetic, so that p and intervals have the same bits everywhere. */
import { exp, log, log1p } from '../world/arithmetic.ts'

/** Lanczos coefficients for g = 7 (Godfrey 2001); the relative error is below 1e-15. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]
const HALF_LOG_TWO_PI = 0.9189385332046728

/** Log of the gamma function, for x >= 0.5. */
function logGamma(x: number): number {
  const z = x - 1
  let series = LANCZOS[0]
  for (let i = 1; i < LANCZOS.length; i++) series += LANCZOS[i] / (z + i)
  const t = z + 7.5
  return HALF_LOG_TWO_PI + (z + 0.5) * log(t) - t + log(series)
}

const TINY = 1e-300

/** Continued fraction of the incomplete beta function (DLMF 8.17.22), by the modified method of Lentz. */
function betaFraction(x: number, a: number, b: number): number {
  const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    let step = 1
    for (const term of [even, odd]) {
      d = 1 / away(1 + term * d)
      c = away(1 + term / c)
      step = d * c
      value *= step
    }
    if (Math.abs(step - 1) < 1e-16) break
  }
  return value
}

/** The regularised incomplete beta function; `rest` is 1 - x, given so that it keeps its digits near 0. */
function incompleteBeta(x: number, rest: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (rest <= 0) return 1
  const logX = x < 0.5 ? log(x) : log1p(-rest)
  const logRest = rest < 0.5 ? log(rest) : log1p(-x)
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * logX + b * logRest)
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a
  return 1 - (front * betaFraction(rest, b, a)) / b
}

/** Chance that |T| with `freedom` degrees of freedom exceeds |t|: the p of a two-sided test. */
export function twoSidedP(t: number, freedom: number): number {
  const square = t * t
  return incompleteBeta(freedom / (freedom + square), square / (freedom + square), freedom / 2, 0.5)
}

const quantiles = new Map<number, number>()

/** The t that |T| exceeds with a chance of 5 %: half the width of a 95 % interval, in standard errors. */
export function halfWidth95(freedom: number): number {
  const known = quantiles.get(freedom)
  if (known !== undefined) return known
  let low = 0
  let high = 16
  // Bisection down to neighbouring numbers: 12.7 with one degree of freedom is the largest.
  for (let middle = 8; middle > low && middle < high; middle = (low + high) / 2) {
    if (twoSidedP(middle, freedom) > 0.05) low = middle
    else high = middle
  }
  quantiles.set(freedom, high)
  return high
}
