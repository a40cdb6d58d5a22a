/**
 * Elementary functions with the same bits on every host.
 *
 * ECMAScript leaves the last bits of Math.exp, Math.log, Math.pow and their kin to the host, and one different bit
 * anywhere changes the digest of a run. These use only what IEEE 754 and ECMAScript fix: + - * /, Math.sqrt,
 * Math.floor, Math.abs, Math.fround and the bits of a Float64.
 *
 * Largest errors found in half a million arguments each, against 60-digit arithmetic: exp, log and pow 1 unit in the
 * last place (ulp), but pow with the exponent 4 and logistic 2, log1p 3; normalCdf 2e-15 from -8 up, and a relative
 * 2e-13 in the far tail.
 */

/**
 * ln 2 in two parts. The high part has 40 significant bits, so that its product with an exponent (11 bits) is exact
 * the low part carries the next 53.
 */
const LN2_HIGH = 0.6931471805592082
const LN2_LOW = 7.371002565167799e-13
const LOG2_OF_E = 1.4426950408889634
const SQRT_2 = 1.4142135623730951
const INVERSE_SQRT_2_PI = 0.3989422804014327
/** What 2 / 3 lost by rounding. */
const TWO_THIRDS_LOW = 3.700743415417188e-17
const TWO_TO_54 = 18014398509481984
const TWO_TO_64 = 18446744073709551616

/** Above the first argument exp is infinite; below the second it is less than half the smallest subnormal. */
const EXP_OVERFLOW = 709.782712893384
const EXP_UNDERFLOW = -745.1332191019412

const SMALLEST_EXPONENT = -1074
const SMALLEST_NORMAL_EXPONENT = -1022
const LARGEST_EXPONENT = 1023
const SMALLEST_NORMAL = 2.2250738585072014e-308

/** 2^k for every k that has one; a table is faster than writing an exponent into the bits and reading it back. */
const POWERS_OF_TWO = powersOfTwo()

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(LARGEST_EXPONENT - SMALLEST_EXPONENT + 1)
  powers[-SMALLEST_EXPONENT] = 1
  for (let k = 1; k <= LARGEST_EXPONENT; k++) powers[k - SMALLEST_EXPONENT] = 2 * powers[k - 1 - SMALLEST_EXPONENT]
  for (let k = -1; k >= SMALLEST_EXPONENT; k--) powers[k - SMALLEST_EXPONENT] = 0.5 * powers[k + 1 - SMALLEST_EXPONENT]
  return powers
}

/** A Float64 seen as two words; which of them holds the exponent depends on the byte order of the host. */
const float = new Float64Array([1])
const words = new Int32Array(float.buffer)
const HIGH_WORD = words[1] !== 0 ? 1 : 0

/** e^x. */
export function exp(x: number): number {
  if (x > EXP_OVERFLOW) return Infinity
  if (x < EXP_UNDERFLOW) return 0
  if (x !== x) return NaN
  return expOfSum(x, 0)
}

/**
 * e^(high + low), for a sum between the overflow and the underflow of exp, and low tiny beside high.
 *
 * With k the whole number nearest to high / ln 2, the sum is k ln 2 + r and |r| <= ln 2 / 2, so the result is 2^k e^r.
 * Taylor's series to r^13 leaves 4e-18. The powers are gathered pairwise (Estrin), which lets the processor work on
 * several at once.
 */
function expOfSum(high: number, low: number): number {
  const k = Math.floor(high * LOG2_OF_E + 0.5)
  const r = high - k * LN2_HIGH - (k * LN2_LOW - low)
  const r2 = r * r
  const r4 = r2 * r2
  const tail =
    1 / 2 + r * (1 / 6) + r2 * (1 / 24 + r * (1 / 120)) +
    r4 * (1 / 720 + r * (1 / 5040) + r2 * (1 / 40320 + r * (1 / 362880))) +
    r4 * r4 * (1 / 3628800 + r * (1 / 39916800) + r2 * (1 / 479001600 + r * (1 / 6227020800)))
  const power = 1 + (r + r2 * tail)
  if (k > SMALLEST_NORMAL_EXPONENT && k <= LARGEST_EXPONENT) return power * POWERS_OF_TWO[k - SMALLEST_EXPONENT]
  // Near the ends of the range 2^k itself may not exist: go there in two steps, of which only the last one rounds.
  return k > 0
    ? power * POWERS_OF_TWO[LARGEST_EXPONENT - SMALLEST_EXPONENT] * POWERS_OF_TWO[k - LARGEST_EXPONENT - SMALLEST_EXPONENT]
    : power * POWERS_OF_TWO[k + 128 - SMALLEST_EXPONENT] * POWERS_OF_TWO[-128 - SMALLEST_EXPONENT]
}

/**
 * The natural logarithm.
 *
 * x = 2^e m with m between sqrt(1/2) and sqrt 2, f = m - 1 (exact) and s = f / (2 + f), so that
 * log m = 2 atanh s = 2 s + s (2/3 s^2 + 2/5 s^4 + ...). Written with 2 s = f - s f, the large term f carries no
 * rounding at all. The series to s^21 leaves 2e-17 of the result.
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return Infinity
  if (x < SMALLEST_NORMAL) return logOfNormal(x * TWO_TO_54, -54)
  return logOfNormal(x, 0)
}

/** log(2^shift x), for a normal x. */
function logOfNormal(x: number, shift: number): number {
  const k = exponentOf(x)
  const f = x * POWERS_OF_TWO[-k - SMALLEST_EXPONENT] - 1
  const e = k + shift
  const s = f / (2 + f)
  const s2 = s * s
  const s4 = s2 * s2
  const s8 = s4 * s4
  const series =
    s2 *
    (2 / 3 + s2 * (2 / 5) + s4 * (2 / 7 + s2 * (2 / 9)) +
      s8 * (2 / 11 + s2 * (2 / 13) + s4 * (2 / 15 + s2 * (2 / 17)) + s8 * (2 / 19 + s2 * (2 / 21))))
  return e * LN2_HIGH - (s * (f - series) - e * LN2_LOW - f)
}

/** The e for which x / 2^e lies between sqrt(1/2) and sqrt 2; x is positive and normal. */
function exponentOf(x: number): number {
  float[0] = x
  const e = (words[HIGH_WORD] >>> 20) - 1023
  return x * POWERS_OF_TWO[-e - SMALLEST_EXPONENT] > SQRT_2 ? e + 1 : e
}

/** log(1 + x), exact also where 1 + x loses the digits of x (Kahan's quotient mends what the sum lost). */
export function log1p(x: number): number {
  const sum = 1 + x
  if (sum === 1) return x
  return sum === Infinity ? Infinity : log(sum) * (x / (sum - 1))
}

/**
 * x^y, with the special cases of Math.pow.
 *
 * The exponents 1, 2, 3, 4, -1 and 1/2 are products, a quotient and a root. All others are e^(y log x) with the
 * logarithm and the product carried in two parts: in one part the error of the product, up to 2^-44, would become
 * the relative error of the result. Where speed counts, store the logarithm and use exp.
 */
export function pow(x: number, y: number): number {
  if (y === 2) return x * x
  if (y === 1) return x
  if (y === 0) return 1
  if (y === 0.5 && x > 0) return Math.sqrt(x)
  if (y === 3) return x * x * x
  if (y === 4) return x * x * (x * x)
  if (y === -1) return 1 / x
  if (x > 0 && x < Infinity && y > -Infinity && y < Infinity) return powOfPositive(x, y)
  return powOfSpecial(x, y)
}

/** Zero, negative and infinite bases, infinite exponents and NaN. */
function powOfSpecial(x: number, y: number): number {
  if (x !== x || y !== y) return NaN
  const size = Math.abs(x)
  if (y === Infinity || y === -Infinity) {
    if (size === 1) return NaN
    return size > 1 === y > 0 ? Infinity : 0
  }
  const whole = Math.floor(y) === y
  const odd = whole && Math.floor(y / 2) * 2 !== y
  const negative = x < 0 || (x === 0 && 1 / x < 0)
  let result: number
  if (size === 0) result = y > 0 ? 0 : Infinity
  else if (size === Infinity) result = y > 0 ? Infinity : 0
  else result = whole ? powOfPositive(size, y) : NaN
  return negative && odd ? -result : result
}

/**
 * x^y for 0 < x < Infinity and a finite y.
 *
 * Math.fround cuts a number to 24 bits. Parts so short have exact products, which is what makes the sums below hold
 * twice the digits of a Float64. A name that ends in High is such a short part; Low is the rest.
 */
function powOfPositive(x: number, y: number): number {
  if (x === 1) return 1
  // The logarithm of the neighbours of 1 is 2^-53: beyond this exponent only 0 and infinity are left.
  if (y > TWO_TO_64 || y < -TWO_TO_64) return x > 1 === y > 0 ? Infinity : 0
  const subnormal = x < SMALLEST_NORMAL
  const normal = subnormal ? x * TWO_TO_54 : x
  const k = exponentOf(normal)
  const mantissa = normal * POWERS_OF_TWO[-k - SMALLEST_EXPONENT]
  const e = subnormal ? k - 54 : k

  // s = (mantissa - 1) / (mantissa + 1)
  const numerator = mantissa - 1
  const denominatorHigh = Math.fround(mantissa + 1)
  const denominatorLow = mantissa - (denominatorHigh - 1)
  const sHigh = Math.fround(numerator / (mantissa + 1))
  const sLow = (numerator - sHigh * denominatorHigh - sHigh * denominatorLow) / (mantissa + 1)
  const s = sHigh + sLow

  // z = s^2
  const zExact = sHigh * sHigh
  const zHigh = Math.fround(zExact)
  const zLow = zExact - zHigh + (s + sHigh) * sLow
  const z = zHigh + zLow

  // c = 2/3 + 2/5 z + 2/7 z^2 + ...
  const z2 = z * z
  const z4 = z2 * z2
  const rest =
    z *
    (2 / 5 + z * (2 / 7) + z2 * (2 / 9 + z * (2 / 11)) +
      z4 * (2 / 13 + z * (2 / 15) + z2 * (2 / 17 + z * (2 / 19)) + z4 * (2 / 21 + z * (2 / 23))))
  const cHigh = Math.fround(2 / 3 + rest)
  const cLow = 2 / 3 - cHigh + rest + TWO_THIRDS_LOW

  // w = z c, and log(mantissa) = 2 s + s w
  const wExact = zHigh * cHigh
  const wHigh = Math.fround(wExact)
  const wLow = wExact - wHigh + (zHigh * cLow + zLow * (cHigh + cLow))
  const cubicHigh = sHigh * wHigh
  const cubicLow = sHigh * wLow + sLow * (wHigh + wLow)

  // log x, again in a short part and the rest
  const logOfPower = e * LN2_HIGH
  const logHigh = Math.fround(logOfPower + (2 * sHigh + cubicHigh))
  const logLow = logOfPower - logHigh + 2 * sHigh + cubicHigh + (2 * sLow + (cubicLow + e * LN2_LOW))

  const yHigh = Math.fround(y)
  const yLow = y - yHigh
  const productHigh = yHigh * logHigh
  const productLow = yHigh * logLow + yLow * (logHigh + logLow)
  const product = productHigh + productLow
  if (product > EXP_OVERFLOW + 1) return Infinity
  if (product < EXP_UNDERFLOW - 1) return 0
  return expOfSum(productHigh, productLow)
}

/** 1 / (1 + e^-x), the logistic function. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x))
  // For negative x the odds are the small number, and keep their digits.
  const odds = exp(x)
  return odds / (1 + odds)
}

/**
 * The normal distribution function: the chance that a standard normal number is below x.
 *
 * Rational approximations of W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of
 * Computation 23 (1969) 631-637, with the coefficients of his ANORM (SPECFUN, ACM Algorithm 715, 1993). The tails
 * keep their relative accuracy, down to x = -37.5.
 */
export function normalCdf(x: number): number {
  const size = Math.abs(x)
  if (size < 0.66291) return 0.5 + x * centralArea(x * x)
  const tail = size < 5.656854249492381 ? middleTail(size) : farTail(size)
  return x < 0 ? tail : 1 - tail
}

function centralArea(x2: number): number {
  return (
    ((((0.06568233791820745 * x2 + 2.2352520354606837) * x2 + 161.02823106855587) * x2 + 1067.689485460371) * x2 +
      18154.98125334356) /
    ((((x2 + 47.20258190468824) * x2 + 976.0985517377767) * x2 + 10260.932208618979) * x2 + 45507.78933502673)
  )
}

function middleTail(x: number): number {
  return (
    (exp(-0.5 * x * x) *
      ((((((((1.0765576773720192e-8 * x + 0.39894151208813466) * x + 8.883149794388375) * x + 93.50665613217785) * x +
        597.2702763948002) * x + 2494.5375852903726) * x + 6848.190450536283) * x + 11602.65143764735) * x +
        9842.714838383978)) /
    ((((((((x + 22.266688044328117) * x + 235.387901782625) * x + 1519.3775994075547) * x + 6485.558298266761) * x +
      18615.571640885097) * x + 34900.95272114598) * x + 38912.00328609327) * x + 19685.429676859992)
  )
}

function farTail(x: number): number {
  if (!(x < 38.6)) return x !== x ? NaN : 0
  const z = 1 / (x * x)
  const correction =
    (z *
      (((((0.023073441764940174 * z + 0.215898534057957) * z + 0.12740116116024736) * z + 0.022235277870649807) * z +
        0.0014216191932278936) * z + 2.9112874951168793e-5)) /
    (((((z + 1.284260096144911) * z + 0.4682382124808651) * z + 0.06598813786892856) * z + 0.0037823963320275824) * z +
      7.297515550839662e-5)
  return (exp(-0.5 * x * x) * (INVERSE_SQRT_2_PI - correction)) / x
}
