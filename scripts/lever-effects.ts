/**
 * Holds the levers against docs/expectations.csv, which was written before the model: npm run lever-effects. Rows whose
 * lever or metric does not exist yet are named as such. With --write the tables go to docs/lever-effects.md and every
 * replication to docs/data/lever-effects.csv. Replications are shared out among processes.
 */
import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { engine } from '../src/experiment/engine.ts'
import { readExpectations } from './lever-effects/expectations.ts'
import { type Observation, observeReplication } from './lever-effects/measure.ts'
import { mediatorsOf } from './lever-effects/mediators.ts'
import { csvOf, tableOf, tableOfMediators } from './lever-effects/report.ts'

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string' },
    scale: { type: 'string', default: '0.1' },
    replications: { type: 'string', default: '20' },
    processes: { type: 'string', default: String(availableParallelism()) },
    write: { type: 'boolean', default: false },
    /** Given to the processes: the replications of each. */
    share: { type: 'string' },
  },
})
const { rows, notYet } = readExpectations(options.rows?.split(','))
const mediators = mediatorsOf(rows)
const observed = [...new Set([...rows, ...mediators.flatMap(({ intact, blocked }) => [intact, blocked])])]
const scale = Number(options.scale)
const replications = Number(options.replications)

/** In a process of its own: observes its share of the replications and sends what it saw. */
async function work(share: readonly number[]): Promise<void> {
  for (const replication of share) {
    process.stderr.write(`replication ${replication + 1} of ${replications}\n`)
    process.send!(await observeReplication(observed, replication, scale))
  }
  process.disconnect()
}

async function shareOut(): Promise<Observation[]> {
  const processes = Math.min(Number(options.processes), replications)
  const seen: Observation[] = []
  const workers = Array.from({ length: processes }, (_, index) => {
    const share = Array.from({ length: replications }, (_unused, replication) => replication).filter(
      (replication) => replication % processes === index,
    )
    return new Promise<void>((resolve, reject) => {
      fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--share', share.join()])
        .on('message', (observations) => seen.push(...(observations as Observation[])))
        .on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a process ended with code ${code}`))))
    })
  })
  await Promise.all(workers)
  // Sums of fractions hang on the order.
  return seen.sort((a, b) => a.replication - b.replication)
}

if (options.share !== undefined) {
  await work(options.share.split(',').map(Number))
} else {
  const seen = await shareOut()
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
burn-in of 20, ${replications} paired replications. The expectations are those of [expectations.csv](expectations.csv), written before
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
