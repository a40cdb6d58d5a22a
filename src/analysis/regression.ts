/** Linear regression by least squares, through orthogonal reflections (Householder 1958), which keeps the digits that data have. */
import { halfWidth95 } from './studentT.ts'

export interface Fit {
  /** One for each column. */
  readonly coefficients: readonly number[]
  readonly errors: readonly number[]
  /** Standard deviation of the residuals; NaN without a degree of freedom. */
  readonly residual: number
  /** Degrees of freedom of the residuals. */
  readonly freedom: number
}

/** `columns[k][i]` is variable k of observation i; a constant is a column of its own. Undefined when columns depend on each other. */
export function regression(columns: readonly (readonly number[])[], y: readonly number[]): Fit | undefined {
  const [n, width] = [y.length, columns.length]
  const freedom = n - width
  if (freedom < 0) return undefined
  // Columns of one length, so that no unit is small beside another.
  const lengths = columns.map((column) => Math.sqrt(squaresOf(column, 0)))
  if (lengths.some((length) => !(length > 0))) return undefined
  const q = columns.map((column, k) => Float64Array.from(column, (value) => value / lengths[k]))
  const right = Float64Array.from(y)
  const diagonal = new Float64Array(width)
  for (let k = 0; k < width; k++) {
    const own = q[k]
    const length = Math.sqrt(squaresOf(own, k)) * (own[k] > 0 ? -1 : 1)
    if (Math.abs(length) < SMALLEST) return undefined
    diagonal[k] = length
    own[k] -= length
    const scale = squaresOf(own, k)
    for (const other of [...q.slice(k + 1), right]) {
      let product = 0
      for (let i = k; i < n; i++) product += own[i] * other[i]
      const factor = (2 * product) / scale
      for (let i = k; i < n; i++) other[i] -= factor * own[i]
    }
  }
  const upper = (row: number, column: number): number => (row === column ? diagonal[row] : q[column][row])
  const coefficients = backward(upper, Array.from({ length: width }, (_, k) => right[k]))
  const residual = freedom === 0 ? NaN : Math.sqrt(squaresOf(right, width) / freedom)
  return {
    coefficients: coefficients.map((value, k) => value / lengths[k]),
    errors: inverseRows(upper, width).map((length, k) => (residual * length) / lengths[k]),
    residual,
    freedom,
  }
}

/** Below this, a column of length 1 is made of the others. */
const SMALLEST = 1e-14

function squaresOf(values: ArrayLike<number>, from: number): number {
  let sum = 0
  for (let i = from; i < values.length; i++) sum += values[i] * values[i]
  return sum
}

/** Solves with the upper triangle. */
function backward(upper: (row: number, column: number) => number, right: readonly number[]): number[] {
  const x = [...right]
  for (let row = x.length - 1; row >= 0; row--) {
    for (let column = row + 1; column < x.length; column++) x[row] -= upper(row, column) * x[column]
    x[row] /= upper(row, row)
  }
  return x
}

/** Lengths of the rows of the triangle's inverse. */
function inverseRows(upper: (row: number, column: number) => number, width: number): number[] {
  const squares = new Float64Array(width)
  for (let k = 0; k < width; k++) {
    const column = backward(upper, Array.from({ length: width }, (_, row) => Number(row === k)))
    column.forEach((value, row) => (squares[row] += value * value))
  }
  return Array.from(squares, Math.sqrt)
}

/** Half of the 95 % interval of a coefficient. */
export const halfWidthOf = ({ errors, freedom }: Fit, column: number): number => halfWidth95(freedom) * errors[column]
