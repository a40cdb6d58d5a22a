/** `cinsim merge`: puts the parts of a batch together to the result that one machine would have come to. */
import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Batch, Piece } from '../experiment/batch.ts'
import type { FinishedResult } from '../host/finishedResult.ts'
import { recordedIn, refuseOtherEngine } from './again.ts'
import { UsageError } from './errors.ts'
import { carryOut } from './run.ts'
import { loadWith } from './scenarioOptions.ts'
import { shellWord } from './shellWord.ts'

const EXAMPLE = `
Example:
  $ cinsim run scenarios/classroom.yaml --shard 1/2        (on one machine)
  $ cinsim run scenarios/classroom.yaml --shard 2/2        (on another)
  $ cinsim merge output/classroom-part-1-of-2 output/classroom-part-2-of-2 --out output/classroom

The files have the bytes of cinsim run without --shard. Nothing is simulated; what is missing is told.`

interface MergeFlags {
  readonly out: string
  readonly quiet?: boolean
  readonly force?: boolean
}

export function addMerge(program: Command): void {
  program
    .command('merge')
    .description('put the parts of a batch together')
    .argument('<dir...>', 'folders of the parts')
    .requiredOption('--out <dir>', 'folder of the result')
    .option('--quiet', 'say nothing but what is wrong')
    .option('--force', 'write over another result in that folder')
    .addHelpText('after', EXAMPLE)
    .action(async (folders: string[], flags: MergeFlags) => {
      process.exitCode = await merge(folders, flags)
    })
}

async function merge(folders: readonly string[], { out, quiet, force }: MergeFlags): Promise<number> {
  const parts = await openParts(folders)
  const [first] = parts
  const { piecesOf } = await import('../experiment/batch.ts')
  const loaded = await loadWith(join(first.path, 'scenario.yaml'), {})
  const replications = [...new Set(parts.flatMap(({ manifest }) => manifest.replications))].toSorted((one, other) => one - other)
  return carryOut(loaded, {
    out, audit: 'every', ...recordedIn(first), quiet: quiet === true, force: force === true, workers: 1,
    ownRegion: existsSync(join(first.path, 'region.yaml')),
    known: parts,
    refuseMissing: (missing, batch) => missingError(missing, batch, parts, replications, [...piecesOf(batch, replications)]),
    // A precision decides how many there are.
    ...(loaded.scenario.precision && parts.some(({ manifest }) => manifest.shard) ? {} : { replications }),
  })
}

/** All parts, finished and of one batch, or a list of what stands in the way. */
async function openParts(folders: readonly string[]): Promise<FinishedResult[]> {
  const { openFinished } = await import('../host/finishedResult.ts')
  const { HostError } = await import('../host/write.ts')
  const { journalOf } = await import('../host/resultFolder.ts')
  const parts: FinishedResult[] = []
  const faults: string[] = []
  for (const folder of folders) {
    try {
      parts.push(await openFinished(folder))
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      faults.push(existsSync(journalOf(folder)) ? `${folder} is not finished: cinsim resume ${shellWord(folder)}` : error.message)
    }
  }
  if (faults.length > 0) throw new UsageError(faults.join('\n'))
  for (const part of parts) {
    await refuseOtherEngine(part)
    if (part.manifest.scenarioHash !== parts[0].manifest.scenarioHash) {
      throw new UsageError(`${part.path} is of another scenario than ${parts[0].path} (hash ${part.manifest.scenarioHash.slice(0, 12)}, not ${parts[0].manifest.scenarioHash.slice(0, 12)}).\n  allowed: parts of one batch`)
    }
    if (JSON.stringify(recordedIn(part)) !== JSON.stringify(recordedIn(parts[0]))) {
      throw new UsageError(`${part.path} and ${parts[0].path} differ in --panel, --networks or --parquet.\n  allowed: parts that were run alike`)
    }
  }
  return parts
}

function missingError(missing: readonly Piece[], batch: Batch, parts: readonly FinishedResult[], replications: readonly number[], all: readonly Piece[]): Error {
  const of = parts.find(({ manifest }) => manifest.shard)?.manifest.shard?.of
  const { name, precision } = batch.scenario
  const next = 2 * replications.length
  // Whole replications that no part was asked for: the precision wants them.
  if (precision && of !== undefined && missing.every(({ replication }) => replication >= replications.length)) {
    const commands = parts.map(({ path }) => `  cinsim extend ${shellWord(path)} --replications ${Math.min(next, batch.scenario.replications)}`)
    return new UsageError(`${precision.metric} is not known well enough after ${replications.length} replications. The next part of the batch:\n${commands.join('\n')}`)
  }
  const runs = missing.reduce((sum, piece) => sum + piece.runs.length, 0)
  const told = of === undefined ? [] : [...partsOf(missing, all, of)].map((index) => `  part ${index} of ${of}: cinsim run FILE --shard ${index}/${of}`)
  const list = missing.slice(0, 5).map(({ replication, runs: [place] }) => `  replication ${replication}, arm ${batch.runs[place].arm}, point ${batch.runs[place].variant.point}`)
  return new UsageError(`${runs} runs of ${name} are missing${told.length > 0 ? `:\n${told.join('\n')}` : `, the first of them:\n${list.join('\n')}`}`)
}

/** Which parts hold these pieces, by the number of each among all. */
function partsOf(missing: readonly Piece[], all: readonly Piece[], of: number): Set<number> {
  const absent = new Set(missing.flatMap(({ replication, runs }) => runs.map((place) => `${replication} ${place}`)))
  const found = new Set<number>()
  let number = 0
  for (const { replication, runs } of all) {
    if (runs.some((place) => absent.has(`${replication} ${place}`))) found.add((number % of) + 1)
    number++
  }
  return new Set([...found].toSorted((one, other) => one - other))
}
