/**
 * The laws of chance, each as the inverse of its distribution function: a uniform number u between 0 and 1 goes in,
 * one value of the law comes out.
 *
 * One uniform for one value, and every function here rises with u. So two arms that share u and differ a little in a
 * mean, a chance or a spread get values that differ a little, in the same direction for every firm: that is what keeps
 * them paired. Rejection methods are faster for large counts and lose exactly this.
 */
import { exp, log, log1p } from './arithmetic.ts'

/**
 * The standard normal value with the chance u of lying below it. Algorithm AS 241, PPND16: M. Wichura, "The percentage
 * points of the normal distribution", Applied Statistics 37 (1988) 477-484; about 16 digits.
 */
export function inverseNormal(u: number): number {
  const offset = u - 0.5
  if (Math.abs(offset) <= 0.425) {
    const r = 0.180625 - offset * offset
    return (
      (offset *
        (((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r +
          45921.95393154987) * r + 13731.69376550946) * r + 1971.5909503065513) * r +
          133.14166789178438) * r + 3.3871328727963665)) /
      (((((((5226.495278852854 * r + 28729.085735721943) * r + 39307.89580009271) * r +
        21213.794301586597) * r + 5394.196021424751) * r + 687.1870074920579) * r +
        42.31333070160091) * r + 1)
    )
  }
  const distance = Math.sqrt(-log(offset < 0 ? u : 1 - u))
  const size = distance <= 5 ? tailValue(distance - 1.6) : farTailValue(distance - 5)
  return offset < 0 ? -size : size
}

function tailValue(r: number): number {
  return (
    (((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r +
      1.2704582524523684) * r + 3.6478483247632045) * r + 5.769497221460691) * r + 4.630337846156546) * r +
      1.4234371107496835) /
    (((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r +
      0.14810397642748008) * r + 0.6897673349851) * r + 1.6763848301838038) * r +
      2.053191626637759) * r + 1)
  )
}

function farTailValue(r: number): number {
  // u = 0 or 1: a quotient of infinities otherwise.
  if (r === Infinity) return Infinity
  return (
    (((((((2.0103343992922881e-7 * r + 2.7115555687434876e-5) * r + 0.0012426609473880784) * r +
      0.026532189526576124) * r + 0.29656057182850487) * r + 1.7848265399172913) * r +
      5.463784911164114) * r + 6.657904643501103) /
    (((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 1.8463183175100548e-5) * r +
      0.0007868691311456133) * r + 0.014875361290850615) * r + 0.1369298809227358) * r +
      0.599832206555888) * r + 1)
  )
}

/** e^(location + scale z), with z standard normal: `location` and `scale` are the mean and spread of the logarithm. */
export function lognormalFrom(u: number, location: number, scale: number): number {
  return exp(location + scale * inverseNormal(u))
}

/**
 * A waiting time with mean 1.
 *
 * It is also the threshold of a rare event, which costs one draw for the whole wait instead of one a step: draw it when
 * the wait begins, lower it each step by that step's hazard, and let the event happen when nothing is left of it. If
 * hazards differ between arms, the event comes somewhat earlier or later; a date drawn at the start could not do that.
 */
export function exponentialFrom(u: number): number {
  // 1 - u is exact for every u that is a draw.
  return -log(1 - u)
}

/** Failures before the first success, when each trial succeeds with `chance`. Without a chance there is no end to them. */
export function geometricFrom(u: number, chance: number): number {
  if (chance >= 1) return 0
  if (!(chance > 0)) return Infinity
  return Math.floor(log(1 - u) / log1p(-chance))
}

/** How many events happen when `mean` are expected. */
export function poissonFrom(u: number, mean: number): number {
  if (!(mean > 0)) return 0
  if (mean <= LARGEST_EXPONENT) return countFrom(u, 0, exp(-mean), mean, 0, Infinity)
  return countAroundMode(u, Math.floor(mean), mean, 0, Infinity)
}

/** How many of `trials` succeed, when each does so with `chance`. */
export function binomialFrom(u: number, trials: number, chance: number): number {
  if (!(trials > 0 && chance > 0)) return 0
  if (chance >= 1) return trials
  // Counting the rarer outcome is shorter. It takes u from the other end, so that the successes still rise with u.
  if (chance > 0.5) return trials - binomialFrom(1 - u, trials, 1 - chance)
  const odds = chance / (1 - chance)
  const exponent = -trials * log1p(-chance)
  if (exponent <= LARGEST_EXPONENT) return countFrom(u, 0, exp(-exponent), trials * odds, odds, trials)
  return countAroundMode(u, Math.floor((trials + 1) * chance), trials * odds, odds, trials)
}

/** Beyond this e^-x, the chance of a count of 0, is too close to underflow for a sum to start with it. */
const LARGEST_EXPONENT = 700

/** Counts this much less likely than the likeliest are left out: 2^-64, below the grain of u. */
const NEGLIGIBLE = 5.421010862427522e-20

/**
 * The lowest count from `count` up at which the sum of the chances reaches u.
 *
 * In both laws the chance of count + 1 is that of count times (rate - slope count) / (count + 1): rate = mean and
 * slope = 0 for Poisson's, rate = trials odds and slope = odds for the binomial. So no factorial is needed.
 */
function countFrom(u: number, count: number, chance: number, rate: number, slope: number, limit: number): number {
  let cumulative = chance
  while (u > cumulative && count < limit) {
    chance *= (rate - slope * count) / (count + 1)
    // Rounding may leave the sum of all chances below u. Past this count there is less to gain than that error.
    if (cumulative + chance === cumulative) break
    count++
    cumulative += chance
  }
  return count
}

/**
 * The same for large counts, whose chance of 0 underflows: the likeliest count gets the weight 1, the others theirs
 * relative to it, and u is stretched to the sum of all weights.
 */
function countAroundMode(u: number, mode: number, rate: number, slope: number, limit: number): number {
  let total = 1
  for (let count = mode, weight = 1; weight > NEGLIGIBLE && count < limit; count++) {
    weight *= (rate - slope * count) / (count + 1)
    total += weight
  }
  let lowest = mode
  let lowestWeight = 1
  while (lowestWeight > NEGLIGIBLE && lowest > 0) {
    lowestWeight *= lowest / (rate - slope * (lowest - 1))
    lowest--
    total += lowestWeight
  }
  return countFrom(u * total, lowest, lowestWeight, rate, slope, limit)
}
