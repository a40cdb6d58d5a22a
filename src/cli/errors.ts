/** What a user sees when something went wrong, and the exit code. */

/** Exit codes, which are contract. */
export const DONE = 0
export const RUN_FAILED = 1
export const BAD_USAGE = 2
export const INTERRUPTED = 130
/** A fault of the program (EX_SOFTWARE of BSD). */
const FAULTY = 70

/** A mistake in how a command was called. `message` is for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Prints the error and returns the exit code. A stack trace appears only when the program itself is at fault. */
export async function tellError(error: unknown): Promise<number> {
  const { ScenarioError } = await import('../scenario/problem.ts')
  const { HostError } = await import('../host/write.ts')
  if (error instanceof ScenarioError || error instanceof UsageError) return tell(error.message, BAD_USAGE)
  if (error instanceof HostError) return tell(error.message, error.exitCode)
  const stack = error instanceof Error ? error.stack : String(error)
  return tell(
    `This is a fault of cinsim, not of what you did. Please report it, with the lines below and the scenario, to ` +
      `whoever gave you cinsim.\n\n${stack}`,
    FAULTY,
  )
}

function tell(message: string, exitCode: number): number {
  process.stderr.write(`${message}\n`)
  return exitCode
}
