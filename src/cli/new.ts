/** `cinsim new`: a commented scenario to start from. */
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { UsageError } from './errors.ts'
import { shellWord } from './shellWord.ts'

const EXAMPLE = `
Example:
  $ cinsim new my-policy      writes my-policy.yaml in this folder`

export function addNew(program: Command): void {
  program
    .command('new')
    .description('write a commented scenario to start from')
    .argument('<name>', 'its name, also of the file and of the folder of results')
    .option('--force', 'write over a file of this name')
    .addHelpText('after', EXAMPLE)
    .action(async (given: string, { force }: { force?: boolean }) => {
      const { startingScenario } = await import('../scenario/template.ts')
      const { writeWhole } = await import('../host/write.ts')
      const name = given.replace(/\.ya?ml$/, '')
      const text = startingScenario(name)
      const path = `${name}.yaml`
      if (existsSync(path) && !force) throw new UsageError(`${path} exists and was left as it is.\n  allowed: another name, or --force`)
      writeWhole(path, text)
      process.stdout.write(`${path} is written. Next:\n  cinsim check ${shellWord(path)}\n  cinsim run ${shellWord(path)}\n`)
    })
}
