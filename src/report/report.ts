/** The report of a result: one page that needs nothing else, the same bytes for the same result. */
import { formatQuarter } from '../scenario/quarter.ts'
import type { Page } from './charts.ts'
import { asMarkup, html, inWords, type Markup, nothing } from './markup.ts'
import { armsOf, type Result } from './result.ts'
import { answerSection, meanings } from './sections/answer.ts'
import { assumptionsSection } from './sections/assumptions.ts'
import { designSection } from './sections/design.ts'
import { effectsSection } from './sections/effects.ts'
import { groupsSection } from './sections/groups.ts'
import { moneySection } from './sections/money.ts'
import { networkSection, type Network } from './sections/network.ts'
import { reproduceSection } from './sections/reproduce.ts'
import { sensitivitySection } from './sections/sensitivity.ts'
import { timeSection } from './sections/time.ts'
import { style } from './style.ts'
import { number } from './told.ts'
import { armName, code, verbatim } from './words.ts'

const TITLES = {
  answer: 'The answer', effects: 'Effects', time: 'Over time', design: 'Dose and response', sensitivity: 'What matters most', money: 'Who paid whom',
  groups: 'Who gains and who loses', network: 'The network', assumptions: 'What was assumed', reproduce: 'How to reproduce this',
} as const

/** The whole page. `page` makes the elements of the charts. */
export function reportPage(result: Result, network: Network, page: Page): string {
  const sections: Readonly<Record<keyof typeof TITLES, Markup>> = {
    answer: answerSection(result),
    effects: effectsSection(result, page),
    time: timeSection(result, page),
    design: designSection(result, page),
    sensitivity: sensitivitySection(result, page),
    money: moneySection(result, page),
    groups: groupsSection(result, page),
    network: networkSection(network),
    assumptions: assumptionsSection(result),
    reproduce: reproduceSection(result),
  }
  const present = (Object.keys(TITLES) as (keyof typeof TITLES)[]).filter((key) => sections[key] !== nothing)
  const { question, name } = result.scenario
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="cinsim">
<title>${question === '' ? name : question}</title>
<style>${asMarkup(style)}</style>
</head>
<body>
${head(result)}
<nav aria-label="Sections"><ul>${present.map((key) => html`<li><a href="#${key}">${TITLES[key]}</a></li>`)}</ul></nav>
<main>
${present.map((key) => sections[key])}
</main>
<footer>${meaningsOf(result)}<p>Every number of this page carries the file and the line that it comes from: see the attribute <code>data-at</code> in its source. Made by <code>cinsim report</code>.</p></footer>
</body>
</html>
`.markup
}

function head(result: Result): Markup {
  const { scenario, region, manifest } = result
  const arms = armsOf(result)
  const { start, quarters } = scenario
  const failed = manifest.runs.failed
  return html`<header><h1 class="name">${scenario.question === '' ? scenario.name : scenario.question}</h1>
<p class="about">Scenario ${verbatim('name', scenario.name)}, region ${verbatim('name', region.title)}, ${number({ value: scenario.scale, at: 'scenario.yaml:scale' }, { scale: 100, exact: true })} % of its firms simulated; ${number({ value: quarters, at: 'scenario.yaml:quarters' }, { exact: true })} quarters from ${verbatim('name', formatQuarter(start))} on. ${
    arms.length > 0 && html`The baseline, where nothing changes, beside ${inWords(arms.map(armName))}; `}${number({ value: manifest.runs.done, at: 'manifest.json:runs/done' }, { exact: true })} runs.</p>
${failed > 0 && html`<p class="warning">Runs that failed: ${number({ value: failed, at: 'manifest.json:runs/failed' }, { exact: true })}. What is told here is of the others; ${code('runs.csv')} says which, and why.</p>`}</header>`
}

const meaningsOf = (result: Result): Markup => html`<details><summary>What the metrics mean</summary>${meanings(result)}</details>`
