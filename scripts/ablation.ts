/**
 * What is lost without each mechanism, on the metric that its file says it exists for: npm run ablation. The same worlds with
 * the same luck, whole and without it. With --write the table goes to docs/ablation.md. Replications are shared out among
 * processes.
 */
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { engine } from '../src/experiment/engine.ts'
import { experimentsOf, type Observation, observeReplication, type Plan } from './ablation/measure.ts'
import { tableOf } from './ablation/report.ts'
import { shareOut, workOn } from './shareOut.ts'

const { values: options } = parseArgs({
  options: {
    region: { type: 'string', default: 'beijing-2012' },
    scale: { type: 'string', default: '0.1' },
    quarters: { type: 'string', default: '40' },
    'burn-in': { type: 'string', default: '20' },
    replications: { type: 'string', default: '20' },
    processes: { type: 'string', default: String(availableParallelism()) },
    write: { type: 'boolean', default: false },
    /** Given to the processes: the replications of each. */
    share: { type: 'string' },
  },
})
const replications = Number(options.replications)
const plan: Plan = {
  region: options.region, scale: Number(options.scale), quarters: Number(options.quarters), burnIn: Number(options['burn-in']),
}

if (options.share !== undefined) {
  const experiments = await experimentsOf(plan)
  await workOn(options.share, (replication) => observeReplication(experiments, replication))
} else {
  const sent = await shareOut<Observation[]>(fileURLToPath(import.meta.url), Number(options.processes), replications)
  const table = tableOf(sent.flat())
  console.log(table)
  if (options.write) {
    writeFileSync(
      'docs/ablation.md',
      `# What each mechanism is there for

Made by \`npm run ablation -- --write\` with engine \`${engine.source}\`: region ${plan.region} at scale ${plan.scale}, ${plan.quarters} quarters after a
burn-in of ${plan.burnIn}, ${replications} paired replications. The mechanism is switched off when the burn-in is over. Its metric, the mean of
the last four quarters, was named in the mechanism's file beforehand, with the way it should go. The effect is what
changes when the mechanism is off, in per cent of the metric with it; so is the standard error.

${table}
`,
    )
  }
}
