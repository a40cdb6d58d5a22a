import { describe, expect, test } from 'vitest'
import { metricKeys, metrics, observe, type MetricKey } from '../../src/observe/metrics.ts'
import { effectiveNumber } from '../../src/observe/tallies.ts'
import { balancesOf, purposeIndex, type Purpose } from '../../src/world/ledger.ts'
import { FIELDS, NEVER, WORDS } from '../../src/world/organisations.ts'
import type { World } from '../../src/world/world.ts'
import { livelyWorld, smallWorld, tie } from './smallWorld.ts'

function seen(world: World): Record<MetricKey, number> {
  const values = new Float64Array(metricKeys.length)
  observe(world, values)
  return Object.fromEntries(metricKeys.map((key, index) => [key, values[index]])) as Record<MetricKey, number>
}

const flow = (world: World, purpose: Purpose, amount: number): void => {
  world.ledger.flows[purposeIndex[purpose]] += amount
}

/** As the issues list them. */
const contract = `firms technologyFirms largeFirms entries exits employment revenue skilledStaff attritionRate
  skilledWage rdPerformerShare rdSpending rdPersons searchers collaborationRate ties newTies endedTies meanTieAge meanDegree
  clustering giantComponentShare universityTieShare cognitiveDistance innovations innovationRate innovatorShare
  jointInnovationShare radicalShare knowledgeLevel knowledgeDiversity alliances allianceMembers smeSeatShare creditNeedShare
  creditAccessShare loanApprovalRate discouragedShare loanVolume lendingRate defaultRate nplRatio guaranteedBalance mutualGuarantees
  guaranteeLeverage compensationRate agencyCapital grantApplications grantsAwarded grantSuccessRate publicCost
  contingentLiability productivity householdNet outsideNet cohortSurvival cohortCollaborationRate
  cohortInnovationRate reportedRdSpending highTechFirms taxRevenue taxForgone awareness doubleFundingShare misuseShare equityVolume
  interestSubsidy confidence publicCostWhole`.split(/\s+/)

test('every metric of the contract is there, with unit and definition', () => {
  expect([...metricKeys].sort()).toEqual([...contract].sort())
  for (const key of metricKeys) {
    expect(metrics[key].unit, key).not.toBe('')
    expect(metrics[key].meaning.length, key).toBeGreaterThan(10)
  }
})

test('a share of nothing has no value; a sum of nothing is 0', () => {
  const world = smallWorld(0)
  const values = seen(world)
  for (const key of metricKeys) {
    if (key === 'skilledWage' || metrics[key].extensive)
      expect(Math.abs(values[key]), key).toBeLessThan(Infinity)
    else expect(values[key], key).toBeNaN()
  }
})

test('looking changes nothing', () => {
  const world = livelyWorld()
  const before = structuredClone(world)
  seen(world)
  expect(world).toEqual(before)
})

test('values do not depend on the rows in which firms stand', () => {
  const world = livelyWorld()
  const moved = livelyWorld()
  const last = moved.organisations.capacity - 1
  const mirror = (row: number): number => (row < 3 ? row : last + 3 - row)
  for (const [name, column] of Object.entries(moved.organisations.columns)) {
    const width = column.length / moved.organisations.capacity
    const original = world.organisations.columns[name as 'id']
    for (let row = 0; row <= last; row++) {
      for (let i = 0; i < width; i++) column[mirror(row) * width + i] = original[row * width + i]
    }
  }
  moved.firms = moved.firms.map(mirror)
  moved.visits = moved.visits.map(mirror)
  for (const column of [moved.ties.table.columns.first, moved.ties.table.columns.second]) {
    column.set(column.map(mirror))
  }
  moved.memberships.columns.member.set(moved.memberships.columns.member.map(mirror))
  expect(seen(moved)).toEqual(seen(world))
})

test('awareness is the mean of technology SMEs', () => {
  const world = livelyWorld()
  const { awareness, technology } = world.organisations.columns
  for (let i = 0; i < world.firmCount; i++) awareness[world.firms[i]] = i / 20
  technology[world.firms[0]] = 0
  // Firms 1 to 10: firm 0 is of the other stratum, firm 11 is large.
  expect(seen(world).awareness).toBeCloseTo(5.5 / 20, 12)
})

describe('firms, people and money', () => {
  test('sums over SMEs at full scale, large firms apart', () => {
    const world = livelyWorld()
    const values = seen(world)
    expect(values.firms).toBe(110)
    expect(values.technologyFirms).toBe(110)
    expect(values.largeFirms).toBe(10)
    // SMEs 0 .. 10 have 13 + i staff and 1.25 million yuan + 1000 i.
    expect(values.employment).toBeCloseTo((11 * 13 + 55) * 10, 9)
    expect(values.skilledStaff).toBeCloseTo(330, 9)
    expect(values.revenue).toBeCloseTo((11 * 1.25 + 0.055) * 10, 9)
    expect(values.productivity).toBeCloseTo((4 * (11 * 1.25 + 0.055)) / 198, 12)
    expect(values.skilledWage).toBe(130_000)
  })

  test('firms of the other stratum count as SMEs only', () => {
    const world = livelyWorld()
    world.organisations.columns.technology[world.firms[0]] = 0
    world.organisations.columns.rdSpending[world.firms[0]] = 7e6
    world.organisations.columns.rdSpending[world.firms[1]] = 2e6
    world.organisations.columns.rdMaterials[world.firms[0]] = 4e6
    world.skilledWage = 100_000
    const values = seen(world)
    expect([values.firms, values.technologyFirms]).toEqual([110, 100])
    expect(values.rdPerformerShare).toBe(0.1)
    expect(values.rdSpending).toBeCloseTo(90, 9)
    expect(values.rdPersons).toBeCloseTo(2000, 9)
  })

  test('rates of events are per year', () => {
    const world = livelyWorld()
    Object.assign(world.events, {
      entries: 2,
      exits: 1,
      leavers: 3,
      skilledBefore: 60,
      defaults: 1,
      borrowers: 50,
    })
    const values = seen(world)
    expect([values.entries, values.exits]).toEqual([20, 10])
    expect(values.attritionRate).toBe(0.2)
    expect(values.defaultRate).toBe(0.08)
  })
})

describe('ties and knowledge', () => {
  test('collaboration', () => {
    const values = seen(livelyWorld())
    // Six running ties; of eleven SMEs 0, 1, 2, 5 and 6 have some, 3 + 2 ends with universities and institutes.
    expect(values.ties).toBe(60)
    expect(values.collaborationRate).toBeCloseTo(5 / 11, 15)
    expect(values.meanDegree).toBeCloseTo(9 / 11, 15)
    expect(values.universityTieShare).toBeCloseTo(2 / 6, 15)
    expect(values.meanTieAge).toBeCloseTo((5 + 3 + 1) / 6 / 4, 15)
    expect(values.cognitiveDistance).toBeCloseTo(0.45, 15)
    // Nodes: firms 0, 1, 2 with university 0; firm 5 with the institute; firms 6 and 11.
    expect(values.giantComponentShare).toBe(0.5)
    expect(values.clustering).toBeCloseTo((1 + 1 + 1 / 3) / 8, 15)
    expect([values.allianceMembers, values.smeSeatShare]).toEqual([30, 2 / 3])
  })

  test('knowledge', () => {
    const values = seen(livelyWorld())
    expect(values.knowledgeLevel).toBeCloseTo(0.6, 12)
    expect(values.knowledgeDiversity).toBeCloseTo(4, 12)
    expect(effectiveNumber(Int32Array.of(5, 5, 0, 5))).toBe(3)
    expect(effectiveNumber(Int32Array.of(3, 1))).toBe(1.6)
  })

  test('every specialism is counted once', () => {
    const world = smallWorld(1)
    const { specialisms, knowledge } = world.organisations.columns
    const firm = world.firms[0]
    specialisms.fill(0xffffffff, firm * WORDS, (firm + 1) * WORDS)
    knowledge.fill(0.5, firm * FIELDS, (firm + 1) * FIELDS)
    expect(seen(world).knowledgeDiversity).toBe(512)
    expect(seen(world).knowledgeLevel).toBe(0.5)
  })

  test('innovation, and the cohort with those gone counted as zero', () => {
    const world = livelyWorld()
    world.cohortSize = 4
    Object.assign(world.events, {
      innovations: 5,
      jointInnovations: 2,
      radicalInnovations: 1,
      cohortInnovations: 3,
    })
    const values = seen(world)
    expect(values.innovations).toBe(50)
    expect(values.innovationRate).toBeCloseTo((4 * 5 * 1000) / 11, 9)
    expect(values.innovatorShare).toBeCloseTo(1 / 11, 15)
    expect([values.jointInnovationShare, values.radicalShare]).toEqual([0.4, 0.2])
    expect([values.cohortSurvival, values.cohortCollaborationRate]).toEqual([0.25, 0.25])
    expect(values.cohortInnovationRate).toBe(3000)
  })

  test('an innovation four quarters ago is out of the year, three quarters ago in it', () => {
    const world = smallWorld(1)
    const { lastInnovation } = world.organisations.columns
    lastInnovation[world.firms[0]] = world.step - 4
    expect(seen(world).innovatorShare).toBe(0)
    lastInnovation[world.firms[0]] = world.step - 3
    expect(seen(world).innovatorShare).toBe(1)
  })
})

describe('credit and public money', () => {
  test('the three gates: served, refused, discouraged', () => {
    const world = smallWorld(10)
    const { lastNeed, lastLoan, lastApplication, lastDiscouraged, loan } = world.organisations.columns
    const now = world.step
    const firm = (i: number): number => world.firms[i]
    for (let i = 0; i < 5; i++) lastNeed[firm(i)] = now - 1
    lastNeed[firm(5)] = now - 4
    lastLoan[firm(0)] = now - 3
    loan[firm(1)] = 100_000
    lastApplication[firm(2)] = now
    lastDiscouraged[firm(2)] = now - 2
    lastDiscouraged[firm(3)] = now - 2
    lastDiscouraged[firm(0)] = now
    const values = seen(world)
    expect(values.creditNeedShare).toBe(0.5)
    expect(values.creditAccessShare).toBe(0.4)
    // Firm 3 alone: firm 2 did apply, firm 0 has a loan.
    expect(values.discouragedShare).toBe(0.2)
    lastNeed.fill(NEVER)
    expect(seen(world).creditAccessShare).toBeNaN()
  })

  test('lending', () => {
    const world = livelyWorld()
    Object.assign(world.events, {
      loanApplications: 8,
      loansGranted: 6,
      loanVolume: 2e6,
      loanInterestWeighted: 0.14e6,
    })
    world.guaranteeYear.set([4_000, 0, 6_000, 0, 100_000, 200_000, 200_000, 0])
    world.banks.columns.lent.set([3e6, 1e6])
    world.banks.columns.bad.set([0, 80_000])
    world.agencies.columns.guaranteed.set([30e6, 45e6])
    const values = seen(world)
    expect(values.loanApprovalRate).toBe(0.75)
    expect(values.loanVolume).toBeCloseTo(20, 12)
    expect(values.lendingRate).toBeCloseTo(0.07, 15)
    expect(values.nplRatio).toBe(0.02)
    expect(values.compensationRate).toBe(0.02)
    expect(values.guaranteedBalance).toBeCloseTo(0.6 * 0.8 * 10, 12)
    expect(values.contingentLiability).toBeCloseTo(0.6 * 0.8 * 0.05 * 10, 12)
    expect(values.agencyCapital).toBeCloseTo(300, 9)
    expect(values.guaranteeLeverage).toBe(2.5)
  })

  test('public cost: what leaves the instruments, not what fills them', () => {
    const world = livelyWorld()
    flow(world, 'grants', 3e6)
    flow(world, 'reviews', 1e6)
    flow(world, 'riskCompensation', 2e6)
    flow(world, 'taxRebates', 1e6)
    expect(seen(world).publicCost).toBeCloseTo(70, 12)
    flow(world, 'fundAppropriation', 50e6)
    flow(world, 'fundLapse', 20e6)
    flow(world, 'corporateTax', 90e6)
    flow(world, 'publicServices', 90e6)
    expect(seen(world).publicCost).toBeCloseTo(70, 12)
  })

  test('tax: what the treasury gets net of refunds, and what the rules left in the firms', () => {
    const world = livelyWorld()
    flow(world, 'corporateTax', 90e6)
    flow(world, 'taxPenalties', 4e6)
    flow(world, 'taxRefunds', 10e6)
    world.events.taxForgone = 30e6
    const values = seen(world)
    expect(values.taxRevenue).toBeCloseTo(840, 12)
    expect(values.taxForgone).toBeCloseTo(300, 12)
  })

  test('certificates, and R&D reported beside R&D done', () => {
    const world = livelyWorld()
    const { rdSpending, revenue, technology, large, certificateEnds, highTechAim, relabels } = world.organisations.columns
    const before = seen(world)
    expect(before.highTechFirms).toBe(0)
    expect(before.reportedRdSpending).toBe(before.rdSpending)
    const firm = world.firms.subarray(0, world.firmCount).find((row) => technology[row] === 1 && large[row] === 0)!
    certificateEnds[firm] = world.step + 1
    highTechAim[firm] = 0.06
    relabels[firm] = 1
    revenue[firm] = 50e6 + rdSpending[firm]! / 0.06
    expect(seen(world).highTechFirms).toBe(10)
    expect(seen(world).rdSpending).toBe(before.rdSpending)
    expect(seen(world).reportedRdSpending - before.rdSpending).toBeCloseTo(30, 9)
  })

  test('the open sectors: what they get less what they give', () => {
    const world = livelyWorld()
    flow(world, 'wages', 5e6)
    flow(world, 'founding', 1e6)
    flow(world, 'sales', 9e6)
    flow(world, 'materials', 2e6)
    const values = seen(world)
    expect(values.householdNet).toBeCloseTo(40, 12)
    expect(values.outsideNet).toBeCloseTo(-70, 12)
  })

  test('grants', () => {
    const world = livelyWorld()
    Object.assign(world.events, { grantApplications: 10, grantsAwarded: 3 })
    const values = seen(world)
    expect([values.grantApplications, values.grantsAwarded, values.grantSuccessRate]).toEqual([100, 30, 0.3])
  })

  test('agencies without capital have no leverage', () => {
    const world = livelyWorld()
    balancesOf(world.ledger, 'agencies').fill(0)
    expect(seen(world).guaranteeLeverage).toBeNaN()
  })
})

test("the firms' count of ties is the network's", () => {
  const world = smallWorld(6)
  for (let i = 0; i < 5; i++) tie(world, world.firms[i], world.firms[5])
  expect(seen(world).meanDegree).toBeCloseTo(10 / 6, 15)
  expect(seen(world).collaborationRate).toBe(1)
})
