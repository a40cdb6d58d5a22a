/** What was assumed: the levers that the arms set, and every number of the model, those with weak sources first. */
import type { Mark, NumberDeclaration } from '../../scenario/declare.ts'
import { parametersByPath } from '../../scenario/declare.ts'
import { formatQuarter } from '../../scenario/quarter.ts'
import type { Arm, Schedule, Schedules } from '../../scenario/scenario.ts'
import { html, inWords, type Markup, nothing } from '../markup.ts'
import type { Result } from '../result.ts'
import { number, type Told } from '../told.ts'
import { armName, code, unitText, verbatim } from '../words.ts'

/** Weakest first. */
const MARKS: readonly (readonly [mark: Mark, meaning: string])[] = [
  ['assumed', 'a choice of this model'],
  ['recalled', 'general knowledge that nobody checked'],
  ['derived', 'arithmetic on numbers that have a source'],
  ['read', 'a source that was read'],
  ['seed', 'the study of the region'],
]

export function assumptionsSection(result: Result): Markup {
  const { scenario, region } = result
  const arms = scenario.arms.filter(({ name }) => name !== 'baseline')
  return html`<section id="assumptions"><h2>What was assumed</h2>
<p>Region: ${verbatim('name', region.title)}. Intervals in this report cover the luck of the draw. They do not cover what the model leaves out or gets wrong, nor numbers that are nobody's findings: those come first below. Prices are constant and the baseline has no trend, so read differences, not forecasts.</p>
<h3>What the arms change</h3>
${leverList(result, arms)}
${Object.keys(scenario.policy).length + Object.keys(scenario.parameters).length + Object.keys(scenario.mechanisms).length > 0 && ownSettings(result)}
<h3>Numbers of the model, weak sources first</h3>
${MARKS.map(([mark, meaning]) => numbersOf(result, mark, meaning))}
</section>
`
}

interface Setting {
  readonly arm: string
  readonly schedule: Schedule
  readonly place: string
}

/** By lever: which arm sets it to what. Weak sources first, since an effect rests on what a lever departs from as well. */
function leverList(result: Result, arms: readonly Arm[]): Markup {
  const settings = new Map<string, Setting[]>()
  for (const { name: arm, policy, trial } of arms) {
    const base = `scenario.yaml:arms/${arm}`
    const own = [...Object.entries(policy).map((entry) => [...entry, base] as const), ...Object.entries(trial?.policy ?? {}).map((entry) => [...entry, `${base}/trial/policy`] as const)]
    for (const [lever, schedule, place] of own) settings.set(lever, [...(settings.get(lever) ?? []), { arm, schedule, place: `${place}/${lever.replaceAll('.', '/')}` }])
  }
  const weakness = (lever: string): number => MARKS.findIndex(([mark]) => mark === result.catalogue.levers[lever]?.mark)
  const ordered = [...settings].toSorted(([one], [other]) => weakness(one) - weakness(other))
  return html`<ul class="levers">${ordered.map(([lever, own]) => leverLine(result, lever, own))}</ul>${arms.filter(({ trial }) => trial).map(trialLine)}`
}

function leverLine(result: Result, lever: string, settings: readonly Setting[]): Markup {
  const declared = result.catalogue.levers[lever]
  const baseline = baselineOf(result, lever)
  const texts = settings.map(({ schedule }) => JSON.stringify(schedule))
  const different = settings.filter((_, place) => texts.indexOf(texts[place]) === place)
  const parts = different.map(({ schedule, place }) => {
    const arms = settings.filter((other) => JSON.stringify(other.schedule) === JSON.stringify(schedule)).map(({ arm }) => armName(arm))
    return html`<b>${levels(schedule, place)}</b> in ${inWords(arms)}`
  })
  return html`<li>${code(lever)}${declared && html`, ${verbatim('meaning', declared.meaning)}`}: ${levels(baseline.schedule, baseline.place)} in the baseline, ${inWords(parts)}${
    declared && html`;${unitText(declared.unit)}. <span class="from">Default <i>${declared.mark}</i>: ${verbatim('source', declared.source)}</span>`}</li>`
}

function trialLine({ name, trial }: Arm): Markup {
  const { where, share } = trial!
  return html`<p>${armName(name)} is a trial: its policy holds for a part of the firms only${where === undefined ? nothing : html`, those with ${code(where)}`}${
    share === undefined ? nothing : html`, of which a share of ${number({ value: share, at: `scenario.yaml:arms/${name}/trial/share` }, { exact: true })} is drawn`}.</p>`
}

/** What the baseline has: the scenario's policy, else the region's, else the default. */
function baselineOf({ scenario, region, catalogue }: Result, lever: string): { readonly schedule: Schedule; readonly place: string } {
  const path = lever.replaceAll('.', '/')
  if (lever in scenario.policy) return { schedule: scenario.policy[lever], place: `scenario.yaml:policy/${path}` }
  if (lever in region.policy) return { schedule: region.policy[lever], place: `region:policy/${lever}` }
  return { schedule: { kind: 'constant', value: catalogue.levers[lever]?.default ?? NaN }, place: `catalogue:levers/${lever}/default` }
}

/** A constant, steps with their quarters, or an expression. */
function levels(schedule: Schedule, place: string): Markup {
  if (schedule.kind === 'expression') return code(schedule.text)
  if (schedule.kind === 'constant') return number({ value: schedule.value, at: place }, { exact: true })
  return inWords(schedule.steps.map(({ quarter, value }) => {
    const from = formatQuarter(quarter)
    return html`${number({ value, at: `${place}/${from}` }, { exact: true })} from ${verbatim('name', from)}`
  }))
}

/** What the scenario sets for all arms, the baseline included. */
function ownSettings({ scenario, catalogue }: Result): Markup {
  const parameters = parametersByPath(catalogue)
  const lines = (schedules: Schedules, kind: 'policy' | 'parameters'): Markup[] =>
    Object.entries(schedules).map(([name, schedule]) => {
      const declared: NumberDeclaration | undefined = kind === 'policy' ? catalogue.levers[name] : parameters[name]
      const given: Told = { value: declared?.default ?? NaN, at: `catalogue:${kind === 'policy' ? 'levers' : 'parameters'}/${name}/default` }
      return html`<li>${code(name)}: ${number(given, { exact: true })} → <b>${levels(schedule, `scenario.yaml:${kind}/${name.replaceAll('.', '/')}`)}</b>${declared && unitText(declared.unit)}</li>`
    })
  const switched = Object.entries(scenario.mechanisms).map(([name, on]) => html`<li>mechanism ${code(name)}: ${on ? 'on' : 'off'}</li>`)
  return html`<h3>What the scenario sets everywhere, the baseline included</h3><ul class="levers">${lines(scenario.policy, 'policy')}${lines(scenario.parameters, 'parameters')}${switched}</ul>`
}

function numbersOf({ catalogue, scenario }: Result, mark: Mark, meaning: string): Markup {
  const parameters = Object.entries(parametersByPath(catalogue)).filter(([, declared]) => declared.mark === mark)
  const levers = Object.entries(catalogue.levers).filter(([, declared]) => declared.mark === mark)
  if (parameters.length + levers.length === 0) return nothing
  const count = (kind: string, of: number): Markup => number({ value: of, at: `catalogue:${kind}?mark=${mark}:count` }, { exact: true })
  const line = (kind: 'levers' | 'parameters') => ([name, declared]: readonly [string, NumberDeclaration]): Markup => {
    const at = (what: string): string => `catalogue:${kind}/${name}/${what}`
    const changed = kind === 'parameters' && name in scenario.parameters ? ' (set otherwise, see above)' : ''
    return html`<li>${code(name)} ${number({ value: declared.default, at: at('default') }, { exact: true })}${unitText(declared.unit)}, from ${number({ value: declared.minimum, at: at('minimum') }, { exact: true })} to ${number({ value: declared.maximum, at: at('maximum') }, { exact: true })}${changed}: ${verbatim('meaning', declared.meaning)} <span class="from">(${verbatim('source', declared.source)})</span></li>`
  }
  return html`<details class="parameters"><summary><b>${mark}</b>, ${meaning}: parameters ${count('parameters', parameters.length)}, levers ${count('levers', levers.length)}</summary><ul>${parameters.map(line('parameters'))}</ul>${levers.length > 0 && html`<p>Levers, at their defaults; what the region or the scenario sets instead stands in their files:</p><ul>${levers.map(line('levers'))}</ul>`}</details>
`
}
