/** The screen: levers at the left, results at the right. */
import { Charts } from './Charts.tsx'
import type { Laboratory } from './laboratory.ts'
import { Levers } from './Levers.tsx'
import { Network } from './Network.tsx'
import { engine } from '../experiment/engine.ts'
import { ARMS } from './protocol.ts'
import { language, say } from './words.ts'

export function Lab({ laboratory }: { readonly laboratory: Laboratory }) {
  const { opened, fault } = laboratory
  document.documentElement.lang = language.value
  return (
    <>
      <header>
        <h1>{opened.value ? opened.value.question || opened.value.name : say('title')}</h1>
        <button type="button" lang={language.value === 'en' ? 'zh' : 'en'} onClick={() => (language.value = language.value === 'en' ? 'zh' : 'en')}>
          {say('language')}
        </button>
      </header>
      {fault.value && <pre role="alert">{fault.value}</pre>}
      <p role="status">{statusOf(laboratory)}</p>
      <main>
        <section aria-labelledby="levers">
          <h2 id="levers">{say('levers')}</h2>
          <Levers laboratory={laboratory} />
        </section>
        <section aria-labelledby="results">
          <h2 id="results">{say('results')}</h2>
          <Network laboratory={laboratory} />
          <Charts laboratory={laboratory} />
        </section>
      </main>
      <footer>
        {laboratory.finished.value && ARMS.map((arm) => (
          <p key={arm} class="about" data-arm={arm}>{say('digest', { arm: say(arm), engine: `${engine.version} ${engine.source}`, digest: laboratory.runs.value[arm].digest })}</p>
        ))}
      </footer>
    </>
  )
}

function statusOf({ opened, changed, runs, finished }: Laboratory): string {
  if (!opened.value) return say('opening')
  const { baseline, yours } = runs.value
  const reason = baseline.reason || yours.reason
  if (reason) return say('failed', { reason })
  if (finished.value) return Object.keys(changed.value).length === 0 ? say('same') : say('finished')
  const arm = baseline.digest ? 'yours' : 'baseline'
  return say('simulating', { arm: say(arm), step: runs.value[arm].metrics.length, steps: opened.value.quarters.length })
}
