/** Who may ask for a guarantee: the best documented firms, by net worth. */
import { netWorth } from '../../world/firm.ts'
import type { World } from '../../world/world.ts'

/** Eight classes per doubling of net worth, from 1,024 yuan up; the first takes all below. */
const CLASSES = 8 * 34
const LOWEST = 1024

const bits = new Float64Array(1)
const words = new Uint32Array(bits.buffer)
/** The half of a number that holds its exponent: found by looking at 1, so that the byte order does not matter. */
const HIGH = ((): number => {
  bits[0] = 1
  return words[0] === 0 ? 1 : 0
})()

/** Exponent and first three bits of the mantissa, which a logarithm would give more slowly. */
function classOf(worth: number): number {
  if (worth < LOWEST) return 0
  bits[0] = worth
  return Math.min(CLASSES - 1, (words[HIGH] >>> 17) - ((1023 + 10) << 3))
}

function lowerBound(index: number): number {
  words[HIGH] = (index + ((1023 + 10) << 3)) << 17
  words[1 - HIGH] = 0
  return bits[0]
}

/** Net worth in yuan that this share of all SMEs reach or exceed, interpolated within its class. */
export function netWorthOfTop(world: World, share: number): number {
  if (share >= 1) return -Infinity
  const { large } = world.organisations.columns
  const counts = new Int32Array(CLASSES)
  let smes = 0
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.visits[i]
    if (large[firm] === 1) continue
    counts[classOf(netWorth(world, firm))]++
    smes++
  }
  let left = share * smes
  let index = CLASSES - 1
  while (index > 0 && counts[index] < left) left -= counts[index--]
  if (index === 0) return -Infinity
  const bottom = lowerBound(index)
  const top = lowerBound(index + 1)
  return top - (top - bottom) * (left / Math.max(1, counts[index]))
}
