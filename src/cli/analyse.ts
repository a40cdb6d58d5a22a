/** `cinsim analyse`: does the analysis of a finished result again. */
import type { Command } from 'commander'
import { again } from './again.ts'

const EXAMPLE = `
Example:
  $ cinsim analyse output/beijing-2012

Nothing is simulated: summary.csv, effects.csv, analysis.csv and, of a design, sensitivity.csv are made anew from the runs that are
there, as cinsim run makes them at its end.`

export function addAnalyse(program: Command): void {
  program
    .command('analyse')
    .description('do the analysis of a finished result again')
    .argument('<dir>', 'folder of the result')
    .option('--quiet', 'say nothing but what is wrong')
    .addHelpText('after', EXAMPLE)
    .action(async (folder: string, { quiet }: { readonly quiet?: boolean }) => {
      process.exitCode = await again(folder, { quiet: quiet === true })
    })
}
