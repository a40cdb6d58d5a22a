/** How far a long piece of work is: a bar on a terminal, a line now and then elsewhere. Written to standard error. */
import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  /** So many more steps are done. */
  step(count: number): void
  /** Clears the bar; no step may follow. */
  end(): void
}

const LINE_EVERY_SECONDS = 10

export function createProgress(label: string, steps: number, quiet: boolean): Progress {
  if (quiet) return { step: () => {}, end: () => {} }
  return process.stderr.isTTY ? bar(label, steps) : lines(label, steps)
}

function bar(label: string, steps: number): Progress {
  const format = `${label} {bar} {percentage}% | {rate} quarters a second | {duration_formatted} so far, {eta_formatted} left`
  const options = { format, barsize: 24, hideCursor: true, clearOnComplete: true, etaBuffer: 200, stream: process.stderr }
  const single = new SingleBar(options, Presets.shades_classic)
  single.start(steps, 0, { rate: '-' })
  const began = Date.now()
  let done = 0
  return {
    step(count) {
      done += count
      const seconds = (Date.now() - began) / 1000
      single.increment(count, { rate: seconds > 1 ? (done / seconds).toFixed(done < 10 * seconds ? 1 : 0) : '-' })
    },
    end: () => single.stop(),
  }
}

function lines(label: string, steps: number): Progress {
  const began = Date.now()
  let told = began
  let done = 0
  return {
    step(count) {
      done += count
      const now = Date.now()
      if (now - told < LINE_EVERY_SECONDS * 1000 || done === steps) return
      told = now
      const left = ((now - began) / done) * (steps - done)
      process.stderr.write(`${label}: ${Math.floor((100 * done) / steps)} %, about ${duration(left)} left\n`)
    },
    end() {},
  }
}

/** Milliseconds as a person says them: `8 s`, `3 min`, `2.5 h`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 100) return `${Math.max(1, Math.round(seconds))} s`
  if (seconds < 100 * 60) return `${Math.round(seconds / 60)} min`
  return `${Math.round(seconds / 360) / 10} h`
}

/** Lets timers, signals and output have their turn; at most every 50 ms, since it costs some microseconds. */
export function createBreather(): () => Promise<void> | undefined {
  let last = Date.now()
  return () => {
    if (Date.now() - last < 50) return undefined
    last = Date.now()
    return new Promise((resolve) => setImmediate(resolve))
  }
}
