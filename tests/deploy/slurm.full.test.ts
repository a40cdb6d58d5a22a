/** The Slurm script on a real Slurm: an array of a real scenario with a task killed comes to the bytes of one machine. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { desk, main } from '../cli/cinsim.ts'
import { testWith } from '../support/programs.ts'

const { folder, cinsim, write, shell } = desk()

testWith(
  'slurm',
  'a Slurm array with a task killed while it runs ends in the bytes of one machine',
  () => {
    write(
      'class.yaml',
      `version: 1\nname: class\nextends: ${resolve('scenarios/classroom.yaml')}\nscale: 0.3\nquarters: 12\nreplications: 6\n`,
    )
    expect(cinsim('run', 'class.yaml', '--out', 'single', '--quiet').status).toBe(0)
    // A space in the path, as users have it.
    write(
      'drive.sh',
      `set -euo pipefail
export CINSIM="${process.execPath} ${main}"
'${resolve('deploy/slurm/submit.sh')}' class.yaml 'the results' 3
part='the results/part-2-of-3'
# Killed when it has kept something, and as a node would kill it: the task and all its processes.
for ((i = 0; i < 600; i++)); do [[ -s $part/.partial/journal && $(wc -l <"$part/.partial/journal") -ge 2 ]] && break; sleep 0.05; done
kill -KILL "$(cut -d' ' -f1 "$part/.partial/lock")"
echo killed with "$(wc -l <"$part/.partial/journal")" lines kept
for ((i = 0; i < 1200; i++)); do [[ -f 'the results/whole/manifest.json' ]] && break; [[ -z $(squeue --noheader) ]] && break
  # Slurm lets a task that is queued again wait for two minutes, which a test need not; but in the second in which it was ended a
  # node would not take it ("already killed").
  for job in $(squeue --noheader --format='%A %r' | awk '$2 == "BeginTime" { print $1 }'); do sleep 2; scontrol update jobid="$job" starttime=now; done
  sleep 0.2
done
squeue
# A task that its user ends, and one that is killed before it has kept anything, are not queued again.
running() { for ((i = 0; i < 600; i++)); do [[ -s "$1/part-1-of-1/.partial/lock" ]] && break; sleep 0.02; done; }
ended() { for ((i = 0; i < 300; i++)); do [[ -z $(squeue --noheader --job="$1") ]] && break; sleep 0.2; done; scontrol show job "$1" | grep -o 'JobState=[A-Z]*'; }
long() { sbatch --parsable --array=1 --output="$1.log" --export=ALL,SCENARIO=long.yaml,OUT="$1",PARTS=1 '${resolve('deploy/slurm/cinsim-array.sbatch')}'; }
mkdir cancelled killed
job=$(long cancelled); running cancelled; scancel "$job"; echo "cancelled $(ended "$job")"
job=$(long killed); running killed; kill -KILL "$(cut -d' ' -f1 killed/part-1-of-1/.partial/lock)"; echo "killed $(ended "$job")"
`,
    )
    write('long.yaml', `version: 1\nname: long\nextends: ${resolve('scenarios/classroom.yaml')}\nquarters: 200\nreplications: 2\n`)
    chmodSync(folder, 0o755)
    const { status, stdout, stderr } = shell(
      `bash '${resolve('tests/deploy/with-slurm.sh')}' "$PWD/slurm" bash drive.sh`,
      280_000,
    )
    const log = (name: string): string =>
      existsSync(join(folder, 'the results', name))
        ? readFileSync(join(folder, 'the results', name), 'utf8')
        : ''
    expect([status, log('part-2.log'), log('merge.log'), stderr]).toEqual([
      0,
      expect.anything(),
      '',
      expect.anything(),
    ])
    expect(stdout).toMatch(/cancelled JobState=CANCELLED/)
    expect(stdout).toMatch(/killed JobState=FAILED/)
    expect(log('part-2.log')).toMatch(/queued again/)
    expect(shell('cat cancelled.log killed.log').stdout).not.toMatch(/queued again/)
    expect(stdout).toMatch(/killed with [2-9]\d* lines kept/)
    expect(shell("diff -r -x run.log single 'the results/whole'")).toMatchObject({ status: 0, stdout: '' })
  },
  300_000,
)

test('the Slurm scripts tell what is missing', () => {
  writeFileSync(join(folder, 'none.txt'), '')
  expect(shell(`bash '${resolve('deploy/slurm/submit.sh')}'`)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/usage: .*SCENARIO FOLDER PARTS/),
  })
  expect(shell(`bash '${resolve('deploy/slurm/submit.sh')}' nowhere.yaml out 3`)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/no scenario nowhere\.yaml/),
  })
  expect(shell(`bash '${resolve('deploy/slurm/submit.sh')}' none.txt out many`)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/many is not a number of parts/),
  })
  expect(shell(`bash '${resolve('deploy/slurm/cinsim-array.sbatch')}'`).stderr).toMatch(
    /SCENARIO: is the scenario to run/,
  )
  expect(shell(`SCENARIO=a OUT=b bash '${resolve('deploy/slurm/cinsim-array.sbatch')}'`).stderr).toMatch(/PARTS: is the number of parts/)
})

testWith('shellcheck', 'the scripts have nothing that a shell would stumble over', (shellcheck) => {
  const scripts = ['deploy/slurm/submit.sh', 'deploy/slurm/cinsim-array.sbatch', 'tests/deploy/with-slurm.sh'].map((name) => resolve(name))
  expect(shell(`${shellcheck} ${scripts.join(' ')}`)).toMatchObject({ status: 0, stdout: '' })
})
