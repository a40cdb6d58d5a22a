/**
 * What chance adds to what a point comes to. Each point of a design is run in R replications, and the same replication has the same
 * luck everywhere; the model's answer is the mean over all luck, of which the mean over R is an estimate with noise. Products of
 * two such means are too large by the covariance of their noise, a part R of that within a replication, so that is taken off.
 */

/** Answers of a point by replication. */
export type Replicated = Float64Array

export function meanOf(values: Replicated): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/** Unbiased estimate of the product of the means of two points over all luck; the plain product with one replication. */
export function productOfMeans(one: Replicated, other: Replicated): number {
  const n = one.length
  const [first, second] = [meanOf(one), meanOf(other)]
  if (n === 1) return first * second
  let covariance = 0
  for (let r = 0; r < n; r++) covariance += (one[r] - first) * (other[r] - second)
  return first * second - covariance / (n * (n - 1))
}

export function difference(one: Replicated, other: Replicated): Float64Array {
  return one.map((value, r) => value - other[r])
}

/** Takes from every replication its mean over all points, which is luck that all points share, and the mean of all away. */
export function centred(y: readonly Replicated[]): Float64Array[] {
  const means = new Float64Array(y[0].length)
  for (const point of y) for (let r = 0; r < means.length; r++) means[r] += point[r] / y.length
  return y.map((point) => point.map((value, r) => value - means[r]))
}

/**
 * Variance of one run around the mean of its point, beyond what all points share of the same luck; NaN with one replication. `y` is
 * centred.
 */
export function noiseVariance(y: readonly Replicated[]): number {
  const n = y[0].length
  if (n === 1 || y.length === 1) return NaN
  let squares = 0
  for (const point of y) {
    const mean = meanOf(point)
    for (const value of point) squares += (value - mean) * (value - mean)
  }
  return squares / ((n - 1) * (y.length - 1))
}

/** Share of the variance of single runs over a design that is chance and not the factors. */
export function noiseShare(y: readonly Replicated[]): number {
  const noise = noiseVariance(y)
  let squares = 0
  for (const point of y) squares += productOfMeans(point, point)
  const between = Math.max(0, squares / (y.length - 1))
  return noise / (noise + between)
}
