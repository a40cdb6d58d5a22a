/** p values of the tests that hold draws against their laws. Samples are large, so the asymptotic laws serve. */
import { normalCdf } from '../../src/world/arithmetic.ts'

/** Kolmogorov and Smirnov: the largest gap between the sample's distribution function and the law's. */
export function kolmogorovSmirnov(sample: readonly number[], cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort()
  const n = sorted.length
  let gap = 0
  sorted.forEach((x, i) => {
    gap = Math.max(gap, cdf(x) - i / n, (i + 1) / n - cdf(x))
  })
  const scaled = gap * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n))
  let p = 0
  for (let k = 1; k <= 50; k++) p += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * scaled * scaled)
  return Math.min(1, Math.max(0, p))
}

/** Pearson's chi-square, with the approximation of Wilson and Hilferty; cells that expect fewer than 10 are joined. */
export function chiSquare(observed: readonly number[], expected: readonly number[]): number {
  let statistic = 0
  let cells = 0
  let seen = 0
  let due = 0
  let dueLater = expected.reduce((sum, x) => sum + x, 0)
  expected.forEach((x, cell) => {
    seen += observed[cell]
    due += x
    dueLater -= x
    const last = cell === expected.length - 1
    if ((due >= 10 && dueLater >= 10) || last) {
      statistic += ((seen - due) * (seen - due)) / due
      cells++
      seen = 0
      due = 0
    }
  })
  const freedom = cells - 1
  const spread = 2 / (9 * freedom)
  return normalCdf((1 - spread - Math.cbrt(statistic / freedom)) / Math.sqrt(spread))
}

/** A chi-square of whole numbers that should come equally often. */
export function evenOver(sample: readonly number[], cells: number): number {
  return chiSquare(counted(sample, cells), Array.from({ length: cells }, () => sample.length / cells))
}

/** How often each whole number below `cells` came, with everything above in the last cell. */
export function counted(sample: readonly number[], cells: number): number[] {
  const counts = Array.from({ length: cells }, () => 0)
  for (const value of sample) counts[Math.min(value, cells - 1)]++
  return counts
}

/** Two-sided p value of no correlation. */
export function uncorrelated(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length
  const meanA = mean(a)
  const meanB = mean(b)
  let together = 0
  let squareA = 0
  let squareB = 0
  a.forEach((x, i) => {
    together += (x - meanA) * (b[i] - meanB)
    squareA += (x - meanA) * (x - meanA)
    squareB += (b[i] - meanB) * (b[i] - meanB)
  })
  return 2 * normalCdf(-Math.abs(together / Math.sqrt(squareA * squareB)) * Math.sqrt(a.length))
}
