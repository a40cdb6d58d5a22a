/**
 * Threefry-2x32-20: a keyed permutation of 64-bit counters whose outputs pass every known test of randomness
 * (J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11, 2011). Different keys
 * give independent sequences even when the keys themselves are plain numbers.
 */

/**
 * The two words of the last call, as signed 32-bit integers. A typed array, because a 32-bit integer in a variable of
 * its own may be put on the heap by engines whose small integers have 31 bits.
 */
export const output = new Int32Array(2)

const PARITY = 0x1bd11bda

/** Encrypts the counter with the key into `output`. All four words are taken modulo 2^32. */
export function threefry(keyFirst: number, keySecond: number, counterFirst: number, counterSecond: number): void {
  // `| 0` on each word by itself tells the compiler that these are integers; without it the sums are made in Float64.
  const keyA = keyFirst | 0
  const keyB = keySecond | 0
  const keyC = PARITY ^ keyA ^ keyB
  let x = ((counterFirst | 0) + keyA) | 0
  let y = ((counterSecond | 0) + keyB) | 0

  x = (x + y) | 0
  y = ((y << 13) | (y >>> 19)) ^ x
  x = (x + y) | 0
  y = ((y << 15) | (y >>> 17)) ^ x
  x = (x + y) | 0
  y = ((y << 26) | (y >>> 6)) ^ x
  x = (x + y) | 0
  y = ((y << 6) | (y >>> 26)) ^ x
  x = (x + keyB) | 0
  y = (y + keyC + 1) | 0

  x = (x + y) | 0
  y = ((y << 17) | (y >>> 15)) ^ x
  x = (x + y) | 0
  y = ((y << 29) | (y >>> 3)) ^ x
  x = (x + y) | 0
  y = ((y << 16) | (y >>> 16)) ^ x
  x = (x + y) | 0
  y = ((y << 24) | (y >>> 8)) ^ x
  x = (x + keyC) | 0
  y = (y + keyA + 2) | 0

  x = (x + y) | 0
  y = ((y << 13) | (y >>> 19)) ^ x
  x = (x + y) | 0
  y = ((y << 15) | (y >>> 17)) ^ x
  x = (x + y) | 0
  y = ((y << 26) | (y >>> 6)) ^ x
  x = (x + y) | 0
  y = ((y << 6) | (y >>> 26)) ^ x
  x = (x + keyA) | 0
  y = (y + keyB + 3) | 0

  x = (x + y) | 0
  y = ((y << 17) | (y >>> 15)) ^ x
  x = (x + y) | 0
  y = ((y << 29) | (y >>> 3)) ^ x
  x = (x + y) | 0
  y = ((y << 16) | (y >>> 16)) ^ x
  x = (x + y) | 0
  y = ((y << 24) | (y >>> 8)) ^ x
  x = (x + keyB) | 0
  y = (y + keyC + 4) | 0

  x = (x + y) | 0
  y = ((y << 13) | (y >>> 19)) ^ x
  x = (x + y) | 0
  y = ((y << 15) | (y >>> 17)) ^ x
  x = (x + y) | 0
  y = ((y << 26) | (y >>> 6)) ^ x
  x = (x + y) | 0
  y = ((y << 6) | (y >>> 26)) ^ x
  x = (x + keyC) | 0
  y = (y + keyA + 5) | 0

  output[0] = x
  output[1] = y
}
