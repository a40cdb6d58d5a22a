/**
 * Holds the levers against docs/expectations.csv, which was written before the model: npm run lever-effects. Rows whose
 * lever or metric does not exist yet are named as such. With --write the tables go to docs/lever-effects.md and every
 * replication to docs/data/lever-effects.csv. Replications are shared out among processes.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { engine } from '../src/experiment/engine.ts'
import { readExpectations } from './lever-effects/expectations.ts'
import { type Observation, observeReplication } from './lever-effects/measure.ts'
import { mediatorsOf } from './lever-effects/mediators.ts'
import { csvOf, tableOf, tableOfMediators } from './lever-effects/report.ts'
import { shareOut, sharingOptions, workOn } from './shareOut.ts'

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string' },
    scale: { type: 'string', default: '0.1' },
    replications: { type: 'string', default: '20' },
    ...sharingOptions,
  },
})
const { rows, notYet } = readExpectations(options.rows?.split(','))
const mediators = mediatorsOf(rows)
const observed = [...new Set([...rows, ...mediators.flatMap(({ intact, blocked }) => [intact, blocked])])]
const scale = Number(options.scale)
const replications = Number(options.replications)

if (options.share !== undefined) {
  await workOn(options.share, (replication) =>
    observeReplication(observed.filter(({ times }) => replication < replications * times), replication, scale))
} else {
  const most = replications * Math.max(...observed.map(({ times }) => times))
  const sent = await shareOut<Observation[]>(fileURLToPath(import.meta.url), Number(options.processes), most)
  const seen = sent.flat()
  const rest = notYet.length === 0 ? '' : `\n\nNot yet, since the lever, the metric or the panel is not there: ${notYet.join(', ')}.`
  const table = tableOf(rows, seen) + rest
  const carried = tableOfMediators(mediators, seen)
  console.log(`${table}\n\n${carried}`)
  if (options.write) {
    writeFileSync('docs/data/lever-effects.csv', csvOf(observed, seen))
    writeFileSync(
      'docs/lever-effects.md',
      `# What each lever does

Made by \`npm run lever-effects -- --write\` with engine \`${engine.source}\`: region beijing-2012 at scale ${scale}, 40 quarters after a
burn-in of 20, ${replications} paired replications, ${most} for rows that rest on few events or few firms. The expectations are those of [expectations.csv](expectations.csv), written before
the model. A row holds when the effect has the sign beyond 3 standard errors and at least the size, what should stay calm in
the first year does, and the effect is exactly 0 when the mechanisms that read the lever are given the baseline's policy.
[data/lever-effects.csv](data/lever-effects.csv) has each replication: the effect, and what it is compared with.

${table}

## What carries the effects

The same change of a lever in two worlds: as it is, and with what theory says must carry the effect blocked in both arms, from the
scenario's start on. Effects are in the unit of the metric. The standard error of the share lost takes the replications as pairs. A
row holds when at least 70 % of the effect is lost, and more than 3 standard errors of it.

${carried}
`,
    )
  }
}
