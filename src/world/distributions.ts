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
        (((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r + 6.7265770927008700853e4) * r +
          4.592195393154987145746e4) * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3) * r +
          1.3314166789178437745e2) * r + 3.387132872796366608)) /
      (((((((5.226495278852854561e3 * r + 2.8729085735721942674e4) * r + 3.930789580009271061e4) * r +
        2.1213794301586595867e4) * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2) * r +
        4.2313330701600911252e1) * r + 1)
    )
  }
  const distance = Math.sqrt(-log(offset < 0 ? u : 1 - u))
  const size = distance <= 5 ? tailValue(distance - 1.6) : farTailValue(distance - 5)
  return offset < 0 ? -size : size
}

function tailValue(r: number): number {
  return (
    (((((((7.7454501427834140764e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r +
      1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.76949722146069140550) * r + 4.6303378461565452959) * r +
      1.42343711074968357734) /
    (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 1.51986665636164571966e-2) * r +
      1.4810397642748007459e-1) * r + 6.8976733498510000455e-1) * r + 1.6763848301838038494) * r +
      2.05319162663775882187) * r + 1)
  )
}

function farTailValue(r: number): number {
  // u = 0 or 1: a quotient of infinities otherwise.
  if (r === Infinity) return Infinity
  return (
    (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r +
      2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580) * r +
      5.46378491116411436990) * r + 6.65790464350110377720) /
    (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
      7.868691311456132591e-4) * r + 1.48753612908506148525e-2) * r + 1.3692988092273580531e-1) * r +
      5.9983220655588793769e-1) * r + 1)
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
