/**
 * By mechanism: what firms without a path of ties have in common all the same, so that a change in one reaches another within a
 * quarter. A mechanism that is not named here has nothing of the kind: firms that come to differ there first are a fault.
 */
export const couplings: Readonly<Record<string, string>> = {
  inform: 'the SME network: its private partners build by its use, and its subsidy hangs on it, so its worth changes for all readers',
  hire: 'the skilled labour market: one wage, and posts and persons that others are after too',
  plan: 'the skilled wage, which decides how long cash lasts',
  fund: 'a budget goes to the best applications: cut-offs, and the cut-offs that are expected',
  lend: 'guarantees go to a share of the firms by net worth and as far as agencies have room, innovative financing to the least risky; neighbours stand for each other',
  partner: 'searchers meet each other: whom one takes is taken; platforms and universities serve so many',
  ally: 'seats and joint projects of an alliance',
  learn: 'firms of a cluster learn from what the cluster knows in the mean',
  innovate: 'R&D pays the more the more neighbours of the cluster know; how rare a specialism is in the region; the skilled wage',
  trade: 'customers of a market divide a given spending: what one firm sells more others sell less',
  settle: 'what an agency paid out it cannot stand for; firms that stand for each other',
  turnover: 'places in incubators',
}
