/** `cinsim answer`: checks a code that somebody has handed in for the challenge of the lab. */
import type { Command } from 'commander'
import type { Shared } from '../experiment/link.ts'
import { UsageError } from './errors.ts'
import { table } from './table.ts'

const EXAMPLE = `
Example:
  $ cinsim answer "$(cat code-of-a-student.txt)"

Simulates the policy of the code and its baseline in the same worlds as the page, and tells whether the code tells the truth.
Exit codes: 0 as handed in and within the budget, 1 not so, 2 no code.`

const WRONG = 1

export function addAnswer(program: Command): void {
  program
    .command('answer')
    .description('check a code that was handed in for the challenge of the lab')
    .argument('<code>', 'as the page shows it')
    .addHelpText('after', EXAMPLE)
    .action(async (code: string) => {
      process.exitCode = await check(await decoded(code.trim()))
    })
}

type Answered = Shared & { readonly answer: NonNullable<Shared['answer']>; readonly otherEngine?: string }

async function decoded(code: string): Promise<Answered> {
  const { decodeLink, LinkError } = await import('../experiment/link.ts')
  const refuse = (what: string): UsageError => new UsageError(`the code ${what}.\n  allowed: the code as the challenge of the lab shows it after "Hand in", whole`)
  try {
    const shared = await decodeLink(code)
    if (shared.answer === undefined) throw refuse('is a link, and no answer to the challenge')
    return shared as Answered
  } catch (error) {
    if (!(error instanceof LinkError)) throw error
    throw refuse({ 'link.version': 'was made by a newer lab', 'link.tooLarge': 'is larger than any that the lab makes' }[error.message] ?? 'is damaged')
  }
}

async function check({ texts, levers, answer, otherEngine }: Answered): Promise<number> {
  const { loadScenario } = await import('../index.ts')
  const { runBatch } = await import('../experiment/batch.ts')
  const { prepare } = await import('../experiment/simulate.ts')
  const { standingOf, WORLDS } = await import('../analysis/challenge.ts')
  const { metricKeys } = await import('../observe/metrics.ts')
  const { textFiles, YOURS, yoursOf } = await import('../scenario/textFiles.ts')
  const { packageTexts } = await import('../host/files.ts')
  // Nothing of this machine is read for a code but the program's own regions and scenarios.
  const { scenario, region } = await loadScenario(YOURS, textFiles({ ...texts, ...yoursOf('scenario.yaml', levers) }, packageTexts()))
  const { design: _, precision: __, ...plain } = scenario
  const arms = plain.arms.filter(({ name }) => name === 'baseline' || name === 'yours')
  const worlds = new Map<string, readonly Float64Array[]>()
  for await (const { arm, replication, metrics } of runBatch(await prepare({ scenario: { ...plain, arms, replications: WORLDS }, region }))) worlds.set(`${arm} ${replication}`, metrics)
  const pairs = Array.from({ length: WORLDS }, (_none, replication) => ({ baseline: worlds.get(`baseline ${replication}`)!, yours: worlds.get(`yours ${replication}`)! }))
  const { gain, cost, spent, within } = standingOf(pairs, answer.goal, metricKeys)
  const round = (value: number): string => Number(value.toPrecision(6)).toString()
  process.stdout.write(`${scenario.region}, scale ${scenario.scale}, ${scenario.quarters} quarters; goal: ${answer.goal}\n${table([['lever', 'value'], ...Object.entries(levers).map(([name, value]) => [name, String(value)])])}\n`)
  process.stdout.write(`gain  ${round(gain.mean)} a year (95 % between ${round(gain.lower)} and ${round(gain.upper)}), handed in as ${round(answer.gain)}\n`)
  process.stdout.write(`cost  ${round(cost.mean)} million yuan a year beside ${round(spent)}, handed in as ${round(answer.cost)}: ${within ? 'within' : 'over'} the budget\n`)
  const same = gain.mean === answer.gain && cost.mean === answer.cost
  if (same) process.stdout.write('The code tells the truth.\n')
  else process.stdout.write(`The code is NOT what this engine comes to.${otherEngine === undefined ? '' : ` It was made with engine ${otherEngine}, which may be why.`}\n`)
  return same && within ? 0 : WRONG
}
