/** Sobol's low-discrepancy sequence. */
import { directionNumbers } from './directionNumbers.ts'

const BITS = 32
const lines = directionNumbers.split('\n')
export const MOST_DIMENSIONS = lines.length + 1

/** The direction numbers of a dimension, from 0 on, as 32-bit fractions. */
function directionsOf(dimension: number): Uint32Array {
  const v = new Uint32Array(BITS)
  if (dimension === 0) return v.map((_, bit) => 1 << (BITS - 1 - bit))
  const [polynomial, ...m] = lines[dimension - 1].split(' ').map(Number)
  const degree = m.length
  for (let bit = 0; bit < BITS; bit++) {
    if (bit < degree) {
      v[bit] = m[bit] << (BITS - 1 - bit)
      continue
    }
    v[bit] = v[bit - degree] ^ (v[bit - degree] >>> degree)
    for (let k = 1; k < degree; k++) if ((polynomial >>> (degree - 1 - k)) & 1) v[bit] ^= v[bit - k]
  }
  return v
}

/**
 * Points of the sequence in [0, 1), in the order of Joe and Kuo (Gray code), after the first `skip`. The very first is the origin.
 * Throws a RangeError beyond `MOST_DIMENSIONS`.
 */
export function sobolSequence(samples: number, dimensions: number, skip = 0): Float64Array[] {
  if (dimensions > MOST_DIMENSIONS) throw new RangeError(`${dimensions} dimensions, the sequence has ${MOST_DIMENSIONS}`)
  const directions = Array.from({ length: dimensions }, (_, dimension) => directionsOf(dimension))
  const at = new Uint32Array(dimensions)
  const points: Float64Array[] = []
  for (let index = 0; index < skip + samples; index++) {
    if (index >= skip) points.push(Float64Array.from(at, (x) => x / 0x1_0000_0000))
    // The place of the lowest bit that is 0 says which direction leads to the next point.
    const lowest = 31 - Math.clz32(~index & (index + 1))
    for (let dimension = 0; dimension < dimensions; dimension++) at[dimension] ^= directions[dimension][lowest]
  }
  return points
}
