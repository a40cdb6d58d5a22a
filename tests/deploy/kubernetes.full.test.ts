/** What stands in the Kubernetes jobs is what runs: their own commands, with their variables, one index after the other. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { desk, main } from '../cli/cinsim.ts'

vi.setConfig({ testTimeout: 300_000 })
const { folder, cinsim, write, shell } = desk()

interface Job {
  readonly apiVersion: string
  readonly kind: string
  readonly spec: {
    readonly completionMode?: string
    readonly completions?: number
    readonly template: {
      readonly spec: {
        readonly restartPolicy: string
        readonly containers: readonly [
          {
            readonly command: string[]
            readonly args: string[]
            readonly env: { name: string; value: string }[]
          },
        ]
      }
    }
  }
}
const jobOf = (name: string): Job => parse(readFileSync(resolve('deploy/kubernetes', name), 'utf8')) as Job

/** Runs the command of a job's container as a node would; killed when `until` says so. */
async function pod(
  job: Job,
  index: number,
  values: Record<string, string>,
  until: () => boolean = () => false,
): Promise<number | string | null> {
  const [{ command, args, env }] = job.spec.template.spec.containers
  const variables = Object.fromEntries(env.map(({ name, value }) => [name, values[name] ?? value]))
  const child = spawn(command[0]!, [...command.slice(1), ...args], {
    cwd: folder,
    stdio: 'ignore',
    env: {
      ...process.env,
      PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`,
      ...variables,
      JOB_COMPLETION_INDEX: String(index),
    },
  })
  let ended = false
  const exit = new Promise<number | string | null>((done) =>
    child.on('exit', (code, signal) => done(code ?? signal)),
  ).finally(() => (ended = true))
  while (!ended && !until()) await new Promise((wait) => setTimeout(wait, 5))
  if (!ended) child.kill('SIGKILL')
  return exit
}

test('all jobs write to the volume that is claimed, and begin no part again that ended by itself', () => {
  const read = (name: string) => parse(readFileSync(resolve('deploy/kubernetes', name), 'utf8'))
  const claimed = read('volume.yaml').metadata.name
  for (const name of ['parts.yaml', 'merge.yaml']) {
    const { podFailurePolicy, template } = read(name).spec
    const [{ name: container, volumeMounts }] = template.spec.containers
    expect(template.spec.volumes).toEqual([{ name: volumeMounts[0].name, persistentVolumeClaim: { claimName: claimed } }])
    expect(template.spec.securityContext).toMatchObject({ runAsNonRoot: true, fsGroup: template.spec.securityContext.runAsUser })
    const ended = podFailurePolicy.rules.find((rule: { onExitCodes?: object }) => rule.onExitCodes)
    expect(ended.onExitCodes).toEqual({ containerName: container, operator: 'In', values: [1, 2] })
  }
})

test('the parts, one of them killed and begun again, merge to the bytes of one machine', async () => {
  const parts = jobOf('parts.yaml')
  expect([
    parts.apiVersion,
    parts.kind,
    parts.spec.completionMode,
    parts.spec.template.spec.restartPolicy,
  ]).toEqual(['batch/v1', 'Job', 'Indexed', 'Never'])
  const ofEnvironment = parts.spec.template.spec.containers[0].env.find(({ name }) => name === 'PARTS')!.value
  expect(ofEnvironment).toBe(String(parts.spec.completions))
  // The name that the image has on its path; `exec` so that a signal reaches it and nothing else.
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin/cinsim'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`, {
    mode: 0o755,
  })
  write(
    'class.yaml',
    `version: 1\nname: class\nextends: ${resolve('scenarios/classroom.yaml')}\nscale: 0.3\nquarters: 12\nreplications: 6\n`,
  )
  expect(cinsim('run', 'class.yaml', '--out', 'single', '--quiet').status).toBe(0)
  const values = { SCENARIO: 'class.yaml', OUT: 'results', PARTS: '3' }
  const journal = join(folder, 'results/part-2-of-3/.partial/journal')
  const kept = (): boolean => existsSync(journal) && readFileSync(journal, 'utf8').split('\n').length > 2
  expect(await pod(parts, 0, values)).toBe(0)
  expect(await pod(parts, 1, values, kept)).toBe('SIGKILL')
  expect(await pod(parts, 2, values)).toBe(0)
  expect(await pod(jobOf('merge.yaml'), 0, values)).toBe(2)
  expect(await pod(parts, 1, values)).toBe(0)
  expect(await pod(jobOf('merge.yaml'), 0, values)).toBe(0)
  expect(shell('diff -r -x run.log single results/whole')).toMatchObject({ status: 0, stdout: '' })
})
