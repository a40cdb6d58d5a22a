/** The Snakemake workflow, with a task killed: called again it comes to the bytes of one machine. */
import { resolve } from 'node:path'
import { expect } from 'vitest'
import { desk, main } from '../cli/cinsim.ts'
import { testWith } from '../support/programs.ts'

const { cinsim, write, shell } = desk()

testWith(
  'snakemake',
  'a Snakemake workflow with a task killed, and called again, ends in the bytes of one machine',
  () => {
    const scenario = `version: 1\nname: class\nextends: ${resolve('scenarios/classroom.yaml')}\nscale: 0.3\nquarters: 12\nreplications: 6\n`
    write('class.yaml', scenario)
    const again = () => shell(`snakemake --snakefile '${resolve('deploy/snakemake/Snakefile')}' --cores 2 --config scenario=class.yaml out=parts parts=3 \
      reads='[${resolve('scenarios/classroom.yaml')}]' cinsim='${process.execPath} ${main}'`, 200_000)
    expect(cinsim('run', 'class.yaml', '--out', 'single', '--quiet').status).toBe(0)
    const { status, stdout, stderr } = shell(
      `
snakemake() { command snakemake --snakefile '${resolve('deploy/snakemake/Snakefile')}' --cores 2 --rerun-incomplete --keep-going --quiet \
  --config scenario=class.yaml out=parts parts=3 \
  reads='[${resolve('scenarios/classroom.yaml')}]' cinsim='${process.execPath} ${main}'; }
snakemake & first=$!
for ((i = 0; i < 1200; i++)); do [[ -s parts/part-2-of-3/.partial/journal && $(wc -l <parts/part-2-of-3/.partial/journal) -ge 2 ]] && break; sleep 0.05; done
kill -KILL "$(cut -d' ' -f1 parts/part-2-of-3/.partial/lock)"
wait $first && echo "it did not notice"
[[ -s parts/part-2-of-3/.partial/journal ]] && echo kept
snakemake
`,
      280_000,
    )
    expect([status, stderr, stdout]).toEqual([0, expect.anything(), expect.stringMatching(/^kept$/m)])
    expect(stdout).not.toMatch(/did not notice/)
    expect(shell('diff -r -x run.log single parts/whole')).toMatchObject({ status: 0, stdout: '' })
    // Nothing to do, until the scenario changes.
    expect(again().stdout + again().stderr).toMatch(/Nothing to be done/)
    write('class.yaml', scenario.replace('quarters: 12', 'quarters: 8'))
    expect(again().status).toBe(0)
    expect(cinsim('run', 'class.yaml', '--out', 'single', '--force', '--quiet').status).toBe(0)
    expect(shell('diff -r -x run.log single parts/whole')).toMatchObject({ status: 0, stdout: '' })
  },
  300_000,
)
