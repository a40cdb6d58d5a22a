/** Splits a total over shares by the largest remainders, so that the parts add up. */
export function apportion(total: number, shares: ArrayLike<number>): Int32Array {
  let sum = 0
  for (let i = 0; i < shares.length; i++) sum += shares[i]
  const parts = new Int32Array(shares.length)
  const order: { part: number; rest: number }[] = []
  let given = 0
  for (let i = 0; i < shares.length; i++) {
    const exact = (total * shares[i]) / sum
    parts[i] = Math.floor(exact)
    given += parts[i]
    order.push({ part: i, rest: exact - parts[i] })
  }
  order.sort((a, b) => b.rest - a.rest || a.part - b.part)
  for (let i = 0; i < total - given; i++) parts[order[i].part]++
  return parts
}
