/**
 * Whether a smaller region is the same region: npm run scale-equivalence. Every metric as it is reported, so sums over the
 * region at full scale, under the region's own policy, mean over the horizon, between each two scales. With --write the
 * table goes to docs/scale.md. One scale after the other, one process. --replications are those of the largest scale; a smaller
 * one gets as many more as it takes less time, since chance is larger there.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { estimate } from '../src/analysis/effects.ts'
import { engine } from '../src/experiment/engine.ts'
import { burnIn, simulateArm } from '../src/experiment/simulate.ts'
import { metricKeys } from '../src/observe/metrics.ts'
import { experimentOf } from './experimentOf.ts'
import { tableOf } from './scale-equivalence/report.ts'

const { values: options } = parseArgs({
  options: {
    region: { type: 'string', default: 'beijing-2012' },
    scales: { type: 'string', default: '0.1,0.2,0.4' },
    replications: { type: 'string', default: '10' },
    quarters: { type: 'string', default: '40' },
    'burn-in': { type: 'string', default: '20' },
    write: { type: 'boolean', default: false },
  },
})
const { region } = options
const [replications, quarters, before] = [options.replications, options.quarters, options['burn-in']].map(Number) as [number, number, number]

/** Each metric's mean over the horizon, by metric and replication. */
async function runAt(scale: number, count: number): Promise<number[][]> {
  const experiment = await experimentOf({ name: 'scale', region, scale, quarters, burnIn: before, seed: 'scale' })
  const means: number[][] = metricKeys.map(() => [])
  for (let replication = 0; replication < count; replication++) {
    process.stderr.write(`scale ${scale}: replication ${replication + 1} of ${count}\n`)
    const world = burnIn(experiment, replication, { audit: 'off' })
    const frames = [...simulateArm(experiment, world, 'baseline', replication, { audit: 'end' })]
    metricKeys.forEach((_, index) => means[index]!.push(estimate(frames.map(({ metrics }) => metrics[index]!)).mean))
  }
  return means
}

const scales = new Map<number, number[][]>()
const wanted = options.scales.split(',').map(Number)
const counts = wanted.map((scale) => Math.round((replications * Math.max(...wanted)) / scale))
for (const [index, scale] of wanted.entries()) scales.set(scale, await runAt(scale, counts[index]!))
const { table, holding } = tableOf(scales)
const summary = `${holding} of ${metricKeys.length} metrics are the same at all scales.`
console.log(`${table}\n\n${summary}`)
if (options.write) {
  writeFileSync(
    'docs/scale.md',
    `# Is a smaller region the same region?

Made by \`npm run scale-equivalence -- --write\` with engine \`${engine.source}\`: ${region} at scales ${[...scales.keys()].join(', ')}, ${quarters} quarters after a
burn-in of ${before}, ${counts.join(', ')} replications, under the region's own policy. Each metric is its mean over all quarters; sums over the
region are reported at full scale, so they too should not depend on it.

A pair of scales is **equivalent** when two one-sided tests (Schuirmann 1987; spreads as Welch 1947) both reject at 5 % that the metric differs by more
than its margin, the smaller scale less the larger. That a difference is not significant would not do.
Margins were set by what a metric rests on, before any run, but for \`smeSeatShare\`: it rests on the same seats as \`allianceMembers\`, and was
given that margin after a first run (\`scripts/scale-equivalence/margins.ts\`).

${summary} **Not shown**: the replications do not suffice to tell. **Differs**: the difference is beyond the
margin for sure, so the metric depends on the scale.

${table}
`,
  )
}
