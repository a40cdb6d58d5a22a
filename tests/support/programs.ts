/** Programs outside Node that some tests (*.full.test.ts) need. */
import { spawnSync } from 'node:child_process'
import { test } from 'vitest'

interface Program {
  /** The command to call; undefined when the program is missing. */
  readonly find: () => string | undefined
  /** Debian package, for the message and for .ci/run. */
  readonly package: string
}

/** Where the shell finds a command; empty where it does not. */
const pathOf = (command: string): string[] => spawnSync('sh', ['-c', 'command -v "$0"', command], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean)

const runs = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0

const isThere = (command: string): boolean => pathOf(command).length > 0

export const programs = {
  networkx: {
    // The first python3 on the PATH is often not the one that Debian's packages belong to.
    find: () =>
      [process.env['PYTHON'], '/usr/bin/python3', 'python3'].find(
        (python) => python !== undefined && runs(python, '-c', 'import networkx'),
      ),
    package: 'python3-networkx',
  },
  pandas: {
    find: () => [process.env['PYTHON'], '/usr/bin/python3', 'python3'].find((python) => python !== undefined && runs(python, '-c', 'import pandas')),
    package: 'python3-pandas',
  },
  R: { find: () => (isThere('Rscript') ? 'Rscript' : undefined), package: 'r-base-core' },
  slurm: { find: () => ['sbatch', 'slurmctld', 'slurmd', 'munged'].every(isThere) ? 'sbatch' : undefined, package: 'slurm-wlm and munge' },
  snakemake: { find: () => (isThere('snakemake') ? 'snakemake' : undefined), package: 'snakemake' },
  shellcheck: { find: () => (isThere('shellcheck') ? 'shellcheck' : undefined), package: 'shellcheck' },
  chromium: {
    find: () => [process.env['CHROMIUM_PATH'], 'chromium', 'google-chrome'].flatMap((name) => (name === undefined ? [] : pathOf(name))).at(0),
    package: 'chromium',
  },
} satisfies Record<string, Program>

/**
 * A test that calls a program. Where the program is missing the test is not run and the end of the run says so;
 * under CI it fails.
 */
export function testWith(
  name: keyof typeof programs,
  title: string,
  body: (command: string) => void | Promise<void>,
  timeout = 120_000,
): void {
  test(title, { timeout }, async (context) => {
    const program: Program = programs[name]
    const command = program.find()
    if (command !== undefined) return body(command)
    const missing = `${name} is missing (Debian package ${program.package})`
    if (process.env['CI']) throw new Error(missing)
    context.skip(missing)
  })
}
