/** Deferred acceptance: searchers propose in the order of their wishes, the asked hold the best until all have settled. */

/** Proposals, a block for each searcher, the block in the order of the searcher's wishes. */
export interface Proposals {
  count: number
  readonly proposer: Int32Array
  readonly target: Int32Array
  /** Net worth to the one who proposes and to the one who is asked, who refuses what is worth less than nothing. */
  readonly worth: Float64Array
  readonly targetWorth: Float64Array
  /** Drawn for the pair, decides between equals. */
  readonly priority: Float64Array
  readonly trust: Float64Array
  /** Number in `meetingNames`. */
  readonly meeting: Uint8Array
}

export function createProposals(capacity: number): Proposals {
  return {
    count: 0,
    proposer: new Int32Array(capacity),
    target: new Int32Array(capacity),
    worth: new Float64Array(capacity),
    targetWorth: new Float64Array(capacity),
    priority: new Float64Array(capacity),
    trust: new Float64Array(capacity),
    meeting: new Uint8Array(capacity),
  }
}

/**
 * Indices of the proposals that stand after `rounds` rounds, each searcher with at most one. `roomOf(target)` says how
 * many a target takes. The result does not depend on the order of the blocks.
 */
export function settleProposals(
  proposals: Proposals, ids: Uint32Array, roomOf: (target: number) => number, rounds: number,
): Int32Array {
  const { proposer, target, targetWorth, priority } = proposals
  const byTarget = (a: number, b: number): number =>
    ids[target[a]] - ids[target[b]] ||
    targetWorth[b] - targetWorth[a] ||
    priority[a] - priority[b] ||
    ids[proposer[a]] - ids[proposer[b]]

  let asking: number[] = []
  for (let proposal = 0; proposal < proposals.count; proposal++) {
    if (proposal === 0 || proposer[proposal] !== proposer[proposal - 1]) asking.push(proposal)
  }
  let standing: number[] = []
  for (let round = 0; round < rounds && asking.length > 0; round++) {
    const contest = Int32Array.from([...standing, ...asking]).sort(byTarget)
    standing = []
    asking = []
    let left = 0
    for (let i = 0; i < contest.length; i++) {
      const proposal = contest[i]
      if (i === 0 || target[proposal] !== target[contest[i - 1]]) left = roomOf(target[proposal])
      if (left > 0 && targetWorth[proposal] >= 0) {
        standing.push(proposal)
        left--
      } else if (proposal + 1 < proposals.count && proposer[proposal + 1] === proposer[proposal]) {
        asking.push(proposal + 1)
      }
    }
  }
  return Int32Array.from(standing)
}
