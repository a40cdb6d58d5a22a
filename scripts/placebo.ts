/**
 * Whether one firm's yuan stays where it is: npm run placebo. Two worlds with the same luck, in one of which a firm gets one
 * yuan when the burn-in is over: which other firms differ, when, how far away, and do aggregates. With --write the page goes to
 * docs/placebo.md. Replications are shared out among processes.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { engine } from '../src/experiment/engine.ts'
import { planOf, planOptions } from './experimentOf.ts'
import { type Observation, observeReplication, watchedExperiment } from './placebo/measure.ts'
import { reading, tableOfCouplings, tableOfDistances, testsOf, wordsForTests } from './placebo/report.ts'
import { shareOut, sharingOptions, workOn } from './shareOut.ts'

const { values: options } = parseArgs({
  options: {
    ...planOptions,
    scale: { type: 'string', default: '0.05' },
    /** More than 1 shows what an event of some size sets going. */
    yuan: { type: 'string', default: '1' },
    replications: { type: 'string', default: '20' },
    ...sharingOptions,
  },
})
const replications = Number(options.replications)
const plan = { ...planOf(options), yuan: Number(options.yuan) }

if (options.share !== undefined) {
  const watched = await watchedExperiment(plan)
  await workOn(options.share, (replication) => observeReplication(watched, replication))
} else {
  const seen = await shareOut<Observation>(fileURLToPath(import.meta.url), Number(options.processes), replications)
  const page = `# One yuan

Made by \`npm run placebo -- --write\` with engine \`${engine.source}\`: region ${plan.region} at scale ${plan.scale}, ${plan.quarters} quarters after a burn-in
of ${plan.burnIn}, ${replications} paired replications. When the burn-in is over, owners (the account of households) pay ${plan.yuan} yuan into one
technology SME that has a running tie, drawn in each replication. Both worlds have the same luck, so whatever differs comes
from the yuan. If the luck of a firm hung on others, on their order, their number or their ranks, firms far away would soon differ in
much: that would be a fault in addressing.

**Distance** is the number of running ties between firms, universities and institutes on the shortest way from that firm when the yuan is
paid. **At all** means in any bit of the firm's state, the last digit of an expertise included; **in kind** means in a whole number
(persons, dates, seats, specialisms, partners), or in being there.

${reading(seen)}

## Other firms that differ at all

${tableOfDistances(seen, (one) => one.differ)}

## Other firms that differ in kind

${tableOfDistances(seen, (one) => one.inKind)}

## How it reaches firms without a path

By the mechanism in which they differ for the first time, all quarters taken together; what the mechanism reads that is common to firms
without ties.

${tableOfCouplings(seen)}

## Aggregates

Each metric's mean over all quarters, with the yuan less without, over the replications. ${wordsForTests(testsOf(seen))}
`
  if (options.write) writeFileSync('docs/placebo.md', page)
  else console.log(page)
}
