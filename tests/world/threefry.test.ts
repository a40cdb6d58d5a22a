import { describe, expect, it } from 'vitest'
import { output, threefry } from '../../src/world/threefry.ts'

function encrypted(key: readonly number[], counter: readonly number[]): string[] {
  threefry(key[0], key[1], counter[0], counter[1])
  return [...output].map((word) => (word >>> 0).toString(16).padStart(8, '0'))
}

describe('threefry', () => {
  // Random123, tests/kat_vectors, the lines "threefry2x32 20": counter, key, output.
  it.each([
    [[0x00000000, 0x00000000], [0x00000000, 0x00000000], ['6b200159', '99ba4efe']],
    [[0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], ['1cb996fc', 'bb002be7']],
    [[0x243f6a88, 0x85a308d3], [0x13198a2e, 0x03707344], ['c4923a9c', '483df7a0']],
  ])('gives the published answer for counter %j and key %j', (counter, key, answer) => {
    expect(encrypted(key, counter)).toEqual(answer)
  })

  it('takes words modulo 2^32, signed or not', () => {
    expect(encrypted([-1, -1], [-1, -1])).toEqual(encrypted([0xffffffff, 0xffffffff], [2 ** 32 + 0xffffffff, 0xffffffff]))
  })

  it('changes about half of the output when one bit of key or counter changes', () => {
    const base = [0x12345678, 0x9abcdef0, 0x0f1e2d3c, 0x4b5a6978]
    const of = (words: readonly number[]) => {
      threefry(words[0], words[1], words[2], words[3])
      return [output[0], output[1]]
    }
    const [first, second] = of(base)
    const ones = (word: number) => (word >>> 0).toString(2).replaceAll('0', '').length
    let changed = 0
    for (let bit = 0; bit < 128; bit++) {
      const other = of(base.map((word, i) => (i === bit >> 5 ? word ^ (1 << (bit & 31)) : word)))
      const flips = ones(other[0] ^ first) + ones(other[1] ^ second)
      // 64 fair coins: 12 or fewer and 52 or more have a chance below 1e-6 together.
      expect(flips).toBeGreaterThan(12)
      expect(flips).toBeLessThan(52)
      changed += flips
    }
    // 8,192 coins have a standard deviation of 45.
    expect(Math.abs(changed - 4096)).toBeLessThan(4 * 45.3)
  })
})
