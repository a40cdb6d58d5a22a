/** Baseline and your policy on the same luck, quarter by quarter. */
import * as Plot from '@observablehq/plot'
import { useEffect, useRef } from 'preact/hooks'
import type { Laboratory } from './laboratory.ts'
import { ARMS, type Opened } from './protocol.ts'
import { difference, say } from './words.ts'

/** What a policy is for, what it runs on, and what it costs. */
const SHOWN = ['innovations', 'collaborationRate', 'defaultRate', 'publicCost'] as const

export function Charts({ laboratory }: { readonly laboratory: Laboratory }) {
  const { opened } = laboratory
  return opened.value ? <>{SHOWN.map((key) => <Chart key={key} metric={key} opened={opened.value!} laboratory={laboratory} />)}</> : null
}

function Chart({ metric, opened, laboratory }: { readonly metric: string; readonly opened: Opened; readonly laboratory: Laboratory }) {
  const place = useRef<HTMLDivElement>(null)
  const index = opened.metrics.findIndex(({ key }) => key === metric)
  const { unit, meaning } = opened.metrics[index]
  const runs = laboratory.runs.value
  const points = ARMS.flatMap((arm) => runs[arm].metrics.map((metrics, step) => ({ arm: say(arm), step, value: metrics[index] })))
  const mean = meanDifference(runs.baseline.metrics, runs.yours.metrics, index)
  const told = laboratory.finished.value && mean !== undefined ? say('difference', { difference: difference(mean), unit }) : ''
  useEffect(() => {
    const plot = Plot.plot({
      width: 480, height: 200, marginLeft: 56, ariaLabel: `${metric}: ${meaning}`, ariaDescription: told,
      x: { domain: [0, opened.quarters.length - 1], label: null, tickFormat: (step: number) => (Number.isInteger(step) ? opened.quarters[step] ?? '' : ''), ticks: 5 },
      y: { label: unit, zero: true, grid: true, nice: true },
      color: { legend: true, domain: ARMS.map((arm) => say(arm)), range: ['var(--baseline)', 'var(--yours)'] },
      marks: [
        Plot.lineY(points.filter(({ value }) => !Number.isNaN(value)), { x: 'step', y: 'value', stroke: 'arm', strokeWidth: 2 }),
        Plot.ruleY([0]),
      ],
    })
    // The page allows no styles but its own (style.css has what the charts need).
    for (const style of plot.querySelectorAll('style')) style.remove()
    place.current!.replaceChildren(plot)
  })
  return (
    <figure>
      <figcaption><strong>{metric}</strong> {meaning}</figcaption>
      <div ref={place} />
      <p class="effect" data-metric={metric}>{told}</p>
    </figure>
  )
}

/** Mean over the quarters of both; undefined where one has no value. */
function meanDifference(baseline: readonly Float64Array[], yours: readonly Float64Array[], index: number): number | undefined {
  const differences = yours.flatMap((metrics, step) => (baseline[step] ? [metrics[index] - baseline[step][index]] : [])).filter((value) => !Number.isNaN(value))
  return differences.length === 0 ? undefined : differences.reduce((sum, value) => sum + value, 0) / differences.length
}
