/** `cinsim schema`: the JSON Schema of a scenario, for editors and other programs. */
import type { Command } from 'commander'

const EXAMPLE = `
Example:
  $ cinsim schema --out scenario.schema.json

An editor with a YAML language server checks and completes a scenario that begins with
  # yaml-language-server: $schema=scenario.schema.json`

export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('print the JSON Schema of a scenario')
    .option('--out <file>', 'where to; standard output unless told')
    .addHelpText('after', EXAMPLE)
    .action(async ({ out }: { out?: string }) => {
      const { scenarioJsonSchema } = await import('../scenario/schema.ts')
      const { catalogueOf } = await import('../experiment/catalogue.ts')
      const { jsonText } = await import('../records/manifest.ts')
      const text = jsonText(scenarioJsonSchema(catalogueOf()))
      if (out === undefined) process.stdout.write(text)
      else (await import('../host/write.ts')).writeWhole(out, text)
    })
}
