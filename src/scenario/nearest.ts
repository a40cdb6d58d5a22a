/** The name that a misspelt one most likely stood for. */

/** Longer names than this are not misspelt names; comparing them would only cost time. */
const LONGEST = 80

/** Edits (insert, delete, replace, swap of neighbours) between two short words. */
function editDistance(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1]
      let edits = Math.min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
      const swapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      if (swapped) edits = Math.min(edits, beforeLast[column - 2] + 1)
      current.push(edits)
    }
    beforeLast = last
    last = current
  }
  return last[other.length]
}

/** Letters alone, so that `governmentshare`, `government-share` and `Government_Share` cost nothing. */
const letters = (name: string): string => name.toLowerCase().replace(/[^a-z0-9.]/g, '')

/** What is left of two dotted names after the parts that they begin with in common: `budgt` and `budget` of `fund.`. */
function withoutCommonGroups(one: string, other: string): [string, string] {
  const ones = one.split('.')
  const others = other.split('.')
  let shared = 0
  while (shared < Math.min(ones.length, others.length) - 1 && ones[shared] === others[shared]) shared++
  return [ones.slice(shared).join('.'), others.slice(shared).join('.')]
}

/**
 * The candidate closest to `name`; undefined when none is close enough to be what was meant. Of equally close ones the
 * first wins.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined
  let best: string | undefined
  let fewest = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const [wanted, offered] = withoutCommonGroups(letters(name), letters(candidate))
    const most = Math.max(2, Math.floor(wanted.length / 3))
    if (Math.abs(wanted.length - offered.length) > most) continue
    const edits = editDistance(wanted, offered)
    // A word no longer than its own distance shares nothing with the name.
    if (edits > most || edits >= Math.min(wanted.length, offered.length) || edits >= fewest) continue
    best = candidate
    fewest = edits
  }
  return best
}
