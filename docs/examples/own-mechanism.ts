/**
 * A mechanism of one's own: each third quarter the city holds a matchmaking fair. Firms with R&D buy a ticket, and in
 * that quarter whoever looks for a partner sees more candidates. What comes of it is left to the model: the program
 * prints the difference that the fair makes, quarter by quarter, in one world with the same luck.
 */
import {
  formatQuarter, loadScenario, type Mechanism, mechanism, type MetricKey, metricOf, parseQuarter, purposeIndex, schedule,
  simulate, transfer, type World,
} from 'cinsim'
import { nodeFiles } from 'cinsim/node'

const FIRST_FAIR = parseQuarter('2013Q3')!
const isFair = (world: World): boolean => world.quarter >= FIRST_FAIR && (world.quarter - FIRST_FAIR) % 4 === 0

/** One that is added: it collects what the fair costs. */
const fair = mechanism({
  name: 'fair',
  purpose: 'firms with R&D pay for a matchmaking fair',
  parameters: {
    ticket: {
      unit: 'yuan', default: 3000, minimum: 0, maximum: 100_000,
      mark: 'assumed', source: 'price of a small stand', meaning: 'what a firm pays for one fair',
    },
  },
  switchable: true,
  run(world, _policy, parameters) {
    if (!isFair(world)) return
    const { technology, rdPlan, cash } = world.organisations.columns
    const ticket = Math.round(parameters.ticket)
    for (let visit = 0; visit < world.firmCount; visit++) {
      const firm = world.visits[visit]
      if (technology[firm] === 0 || rdPlan[firm] === 0 || cash[firm] < ticket) continue
      // Households organise it; they have one account, number 0.
      transfer(world.ledger, purposeIndex.collaboration, firm, 0, ticket)
    }
  },
})

/** One that is changed: partners are found as always, among more candidates in the quarter of a fair. */
const partner = schedule.find(({ name }) => name === 'partner')!
const partnerAtFairs: Mechanism = {
  ...partner,
  parameters: {
    ...partner.parameters,
    seenAtFair: {
      unit: 'candidates', default: 12, minimum: 0, maximum: 40, integer: true,
      mark: 'assumed', source: 'one afternoon of short talks', meaning: 'candidates seen at a fair beyond those of a usual quarter',
    },
  },
  run(world, policy, parameters, random) {
    const sight = parameters.sight + (isFair(world) ? parameters.seenAtFair : 0)
    partner.run(world, policy, { ...parameters, sight }, random)
  },
}

const withFair = schedule.flatMap((one) => (one === partner ? [fair, partnerAtFairs] : [one]))
const metrics: readonly MetricKey[] = ['newTies', 'collaborationRate']

/** Metrics and yuan spent on collaboration in the first twelve quarters of replication 0. */
async function run(mechanisms: readonly Mechanism[]): Promise<{ quarter: number; values: number[] }[]> {
  const loaded = await loadScenario(process.argv[2] ?? 'scenarios/classroom.yaml', nodeFiles, mechanisms)
  const quarters: { quarter: number; values: number[] }[] = []
  for await (const frame of simulate(loaded, { mechanisms, replication: 0 })) {
    const values = [...metrics.map((key) => metricOf(frame, key)), frame.flows[purposeIndex.collaboration]]
    quarters.push({ quarter: frame.quarter, values })
    if (quarters.length === 12) break
  }
  return quarters
}

const without = await run(schedule)
const held = await run(withFair)
console.log(['quarter', ...metrics, 'collaboration in yuan'].join('\t'))
held.forEach(({ quarter, values }, index) => {
  const differences = values.map((value, column) => Number((value - without[index].values[column]).toPrecision(4)))
  console.log([formatQuarter(quarter), ...differences].join('\t'))
})
