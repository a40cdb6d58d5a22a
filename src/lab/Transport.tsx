/** Time: play, pause, step, scrub; and which of both worlds is looked at. */
import { useEffect } from 'preact/hooks'
import type { Laboratory } from './laboratory.ts'
import { ARMS } from './protocol.ts'
import { say } from './words.ts'

/** Of a quarter while playing. */
const MILLISECONDS = 500

export function Transport({ laboratory }: { readonly laboratory: Laboratory }) {
  const { opened, playing, shown, runs, step, seen } = laboratory
  const quarters = opened.value?.quarters ?? []
  const last = Math.max(0, runs.value[shown.value].quarters.length - 1)
  const at = step.value
  const quarter = seen.value?.quarter ?? quarters[at]
  useEffect(() => {
    if (!playing.value) return
    const timer = setInterval(() => {
      const next = laboratory.step.value + 1
      if (next < quarters.length) laboratory.look(next)
      if (next >= quarters.length - 1) playing.value = false
    }, MILLISECONDS)
    return () => clearInterval(timer)
  }, [playing.value, quarters.length])
  const toggle = (): void => {
    if (!playing.value && at >= last) laboratory.look(0)
    playing.value = !playing.value
  }
  const jump = (to: number): void => {
    playing.value = false
    laboratory.look(Math.max(0, Math.min(last, to)))
  }
  return (
    <div class="transport" role="group" aria-label={say('time')}>
      <button type="button" aria-label={say('back')} disabled={at === 0} onClick={() => jump(at - 1)}>◀</button>
      <button type="button" class="play" aria-pressed={playing.value} onClick={toggle}>{playing.value ? `❚❚ ${say('pause')}` : `▶ ${say('play')}`}</button>
      <button type="button" aria-label={say('forward')} disabled={at >= last} onClick={() => jump(at + 1)}>▶</button>
      <input type="range" min={0} max={Math.max(0, quarters.length - 1)} step={1} value={at} aria-label={say('quarter')} aria-valuetext={quarter} onInput={({ currentTarget }) => jump(Number(currentTarget.value))} />
      <output class="quarter">{quarter}</output>
      <div class="worlds" role="radiogroup" aria-label={say('world')}>
        {ARMS.map((arm) => (
          <label key={arm} class={shown.value === arm ? `world ${arm} chosen` : `world ${arm}`}>
            <input type="radio" name="world" checked={shown.value === arm} onChange={() => (shown.value = arm)} /> {say(arm)}
          </label>
        ))}
      </div>
    </div>
  )
}
