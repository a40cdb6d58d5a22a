/**
 * Whether effects run the way that theory says: the same change of a lever in a world where what must carry the effect is
 * blocked in both arms, from the scenario's start on.
 */
import { fund } from '../../src/mechanisms/fund.ts'
import { mechanism, type Mechanism, type Policy } from '../../src/mechanisms/mechanism.ts'
import { plan } from '../../src/mechanisms/plan.ts'
import { schedule } from '../../src/mechanisms/schedule.ts'
import { purposeIndex, transfer } from '../../src/world/ledger.ts'
import type { World } from '../../src/world/world.ts'
import type { Expectation, Setting } from './expectations.ts'
import { riskOfGuaranteed } from './panel.ts'

export interface Mediator {
  /** What is supposed, and how it is done. */
  readonly when: string
  readonly how: string
  /** The row with its effect intact, and with the mediator blocked. */
  readonly intact: Expectation
  readonly blocked: Expectation
}

/** Quarters of revenue that every firm has at hand. */
const AMPLE = 4
/** Losses carried forward that no profit uses up, yuan. */
const ENDLESS_LOSSES = 1e15

/** The schedule with something done before the first mechanism, or before the named one. */
function withStep(name: string, run: (world: World) => void, before: Mechanism = schedule[0]!): readonly Mechanism[] {
  const step = mechanism({ name, purpose: name, parameters: {}, switchable: false, run })
  return schedule.flatMap((one) => (one === before ? [step, one] : [one]))
}

/** The schedule with one mechanism that sees a lever at this value whatever the arm says. */
function withFixed(fixed: Mechanism, levers: Partial<Policy>): readonly Mechanism[] {
  const blind: Mechanism = {
    ...fixed,
    run: (world, { general, treated }, parameters, random) =>
      fixed.run(world, { general: { ...general, ...levers }, treated: treated && { ...treated, ...levers } }, parameters, random),
  }
  return schedule.map((one) => (one === fixed ? blind : one))
}

function fillUpCash(world: World): void {
  const { cash, meanRevenue } = world.organisations.columns
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]!
    const lack = Math.round(AMPLE * meanRevenue[firm]!) - cash[firm]!
    if (lack > 0) transfer(world.ledger, purposeIndex.founding, 0, firm, lack)
  }
}

function takeTaxableProfit(world: World): void {
  const { lossesForward } = world.organisations.columns
  for (let visit = 0; visit < world.firmCount; visit++) lossesForward[world.visits[visit]!] = ENDLESS_LOSSES
}

interface Block {
  readonly row: string
  readonly when: string
  readonly how: string
  readonly setting: Omit<Setting, 'name'>
  /** Where a year is mostly chance: the same over the whole horizon, or a metric that follows the step more closely. */
  readonly quiet?: Partial<Pick<Expectation, 'metric' | 'value'>>
}

const byParameters = (parameters: Setting['parameters']): Block['setting'] => ({ parameters, mechanisms: schedule })
const byMechanisms = (mechanisms: readonly Mechanism[]): Block['setting'] => ({ parameters: {}, mechanisms })

const blocks: readonly Block[] = [
  {
    row: 'E01',
    when: 'every firm has ample cash',
    how: `owners fill up cash to ${AMPLE} quarters of revenue at the beginning of each quarter`,
    setting: byMechanisms(withStep('ampleCash', fillUpCash)),
    quiet: { metric: '`rdSpending` horizon' },
  },
  {
    row: 'E13',
    when: 'no firm has taxable profit',
    how: 'every firm carries losses forward that no profit uses up',
    setting: byMechanisms(withStep('endlessLosses', takeTaxableProfit, plan)),
  },
  {
    row: 'E20',
    when: "bureaus' rules agree anyway",
    how: '`fund` sees `coordination.coherence` 1, so both funds share a register; the office is paid as the arm says',
    setting: byMechanisms(withFixed(fund, { 'coordination.coherence': 1 })),
  },
  {
    row: 'E21',
    when: "bureaus' rules agree anyway",
    how: '`fund.contradiction`, `fund.paperwork` and `fund.innovationPaperwork` 0: no rules contradict, and calendars cannot clash where nothing must be filled in',
    setting: byParameters({ 'fund.contradiction': 0, 'fund.paperwork': 0, 'fund.innovationPaperwork': 0 }),
  },
  {
    row: 'E22',
    when: 'absorptive capacity is nil',
    how: '`learn.absorptiveLeast` and `learn.absorptiveMost` 0',
    setting: byParameters({ 'learn.absorptiveLeast': 0, 'learn.absorptiveMost': 0 }),
    quiet: { metric: '`radicalShare` horizon' },
  },
  {
    row: 'E36',
    when: 'members do not meet',
    how: '`partner.lookAlliance` 0 and `ally.reserve` 5: looks at members go to anyone, and alliances have no money for joint projects, where members meet too',
    setting: byParameters({ 'partner.lookAlliance': 0, 'ally.reserve': 5 }),
    quiet: { metric: '`collaborationRate` horizon' },
  },
  {
    row: 'E42',
    when: 'screening effort is fixed',
    how: '`lend.screening` 0: no bank looks, whatever it bears',
    setting: byParameters({ 'lend.screening': 0 }),
    quiet: { metric: 'panel: true default risk of firms newly guaranteed horizon', value: ({ world }) => riskOfGuaranteed(world) },
  },
  {
    row: 'E57',
    when: 'information does not gate applications',
    how: '`fund.awarenessNeeded` 0: no call escapes anybody',
    setting: byParameters({ 'fund.awarenessNeeded': 0 }),
  },
]

/** Of these rows. What a mediator looks at is no row of its own: nothing is asked of it but its size. */
export function mediatorsOf(rows: readonly Expectation[]): Mediator[] {
  return blocks.flatMap(({ row: id, when, how, setting, quiet }) => {
    const row = rows.find((one) => one.id === id)
    if (row === undefined) return []
    const versions = quiet ? [row, { ...row, channel: [], unmoved: undefined, ...quiet, id: `${id} quiet`, window: 'horizon' }] : [row]
    return versions.map((intact) => {
      const blocked = { ...intact, channel: [], unmoved: undefined, id: `${intact.id} blocked`, setting: { ...setting, name: how } }
      return { when, how, intact, blocked }
    })
  })
}
