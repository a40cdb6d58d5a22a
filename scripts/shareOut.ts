/** Replications shared out among processes of this machine: each runs the calling script again with `--share`. */
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Options of a script that shares its replications out, and writes a page. */
export const sharingOptions = {
  processes: { type: 'string', default: String(availableParallelism()) },
  write: { type: 'boolean', default: false },
  /** Given to the processes: the replications of each. */
  share: { type: 'string' },
} as const

interface Message<Sent> {
  readonly replication: number
  readonly seen: Sent
}

/**
 * What each replication sent, in order of replication: sums of fractions hang on the order. `script` is the path of the caller;
 * it gets its own arguments and its share.
 */
export async function shareOut<Sent>(script: string, processes: number, replications: number): Promise<Sent[]> {
  const sent: Sent[] = Array.from({ length: replications })
  const all = Array.from({ length: replications }, (_, replication) => replication)
  const count = Math.min(processes, replications)
  const workers = Array.from({ length: count }, (_, index) => {
    const share = all.filter((replication) => replication % count === index)
    return new Promise<void>((resolve, reject) => {
      // JSON, the default, has no NaN.
      fork(script, [...process.argv.slice(2), '--share', share.join()], { serialization: 'advanced' })
        .on('message', (message) => {
          const { replication, seen } = message as Message<Sent>
          sent[replication] = seen
        })
        .on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a process ended with code ${code}`))))
    })
  })
  await Promise.all(workers)
  return sent
}

/** In such a process: works on its replications one by one, and sends what comes of each. */
export async function workOn<Sent>(share: string, work: (replication: number) => Promise<Sent> | Sent): Promise<void> {
  for (const replication of share.split(',').map(Number)) {
    process.stderr.write(`replication ${replication + 1}\n`)
    const message: Message<Sent> = { replication, seen: await work(replication) }
    process.send!(message)
  }
  process.disconnect()
}
