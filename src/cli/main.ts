#!/usr/bin/env node
/** The command line: its commands, and how each way of ending is told. What a command needs is loaded when it runs. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { addAnalyse } from './analyse.ts'
import { addAnswer } from './answer.ts'
import { addCheck } from './check.ts'
import { addCompare } from './compare.ts'
import { addDigest } from './digest.ts'
import { tellError } from './errors.ts'
import { addExtend } from './extend.ts'
import { addLab } from './lab.ts'
import { addList } from './list.ts'
import { addMerge } from './merge.ts'
import { addNetwork } from './network.ts'
import { addNew } from './new.ts'
import { addPlan } from './plan.ts'
import { addReplay } from './replay.ts'
import { addReport } from './report.ts'
import { addResume } from './resume.ts'
import { addRun } from './run.ts'
import { addSchema } from './schema.ts'
import { addVerify } from './verify.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }

function createProgram(): Command {
  const program = new Command('cinsim')
    .description('Simulates what would change if innovation policy were different: for whom, when, at what public cost.')
    .version(version, '-V, --version', 'print the version')
    .helpCommand(false)
    .helpOption('-h, --help', 'print help; each command has its own')
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', '\nBegin with:\n  $ cinsim new my-policy\n  $ cinsim check my-policy.yaml\n  $ cinsim run my-policy.yaml')
  for (const add of [addRun, addResume, addExtend, addMerge, addAnalyse, addCompare, addPlan, addNew, addCheck, addList, addNetwork, addDigest, addReplay, addVerify, addReport, addLab, addAnswer, addSchema]) add(program)
  program.exitOverride()
  for (const command of program.commands) command.exitOverride()
  return program
}

// A reader that has seen enough (`cinsim list levers | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
process.stderr.on('error', () => {})

try {
  await createProgram().parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else process.exitCode = await tellError(error)
}
