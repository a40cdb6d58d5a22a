/**
 * Holm (1979): p values adjusted for looking at all of them, in the order given. Rejecting those below 5 % lets one true
 * hypothesis or more be rejected with a chance of 5 % at most, whatever hangs together.
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a] - values[b])
  const adjusted = values.map(() => 0)
  let most = 0
  order.forEach((index, rank) => {
    most = Math.max(most, Math.min(1, (values.length - rank) * values[index]))
    adjusted[index] = most
  })
  return adjusted
}
