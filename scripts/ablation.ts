/**
 * What is lost without each mechanism, on the metric that its file says it exists for: npm run ablation. The same worlds with
 * the same luck, whole and without it. With --write the table goes to docs/ablation.md. Replications are shared out among
 * processes.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { engine } from '../src/experiment/engine.ts'
import { experimentsOf, type Observation, observeReplication } from './ablation/measure.ts'
import { tableOf } from './ablation/report.ts'
import { planOf, planOptions } from './experimentOf.ts'
import { shareOut, sharingOptions, workOn } from './shareOut.ts'

const { values: options } = parseArgs({
  options: {
    ...planOptions,
    replications: { type: 'string', default: '20' },
    ...sharingOptions,
  },
})
const replications = Number(options.replications)
const plan = planOf(options)

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

\`evaluate\` was named for \`misuseShare\` at first. Since grants go to R&D that is planned, little can be misused, and the few audits of the baseline
change that by no more than chance; what supervision does is row E59 of [lever-effects.md](lever-effects.md).

${table}
`,
    )
  }
}
