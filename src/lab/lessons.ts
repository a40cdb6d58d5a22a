/** Where a class stands in a lesson. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Laboratory } from './laboratory.ts'
import type { Lesson, LessonStep } from './lesson.ts'
import { builtInScenario } from './pageFiles.ts'
import { type Answer, SCENARIO } from './protocol.ts'
import { effectIn, type Replications } from './replications.ts'

export interface Lessons {
  readonly lesson: ReadonlySignal<Lesson | undefined>
  readonly step: ReadonlySignal<LessonStep | undefined>
  readonly place: ReadonlySignal<number>
  /** What was predicted in this step. */
  readonly predicted: ReadonlySignal<Answer | undefined>
  /** Whether results are covered until there is a prediction. */
  readonly hidden: ReadonlySignal<boolean>
  /** What the engine says to the prediction, once enough worlds are simulated. */
  readonly found: ReadonlySignal<Answer | undefined>
  start(lesson: Lesson): Promise<void>
  go(place: number): void
  predict(answer: Answer): void
  end(): void
}

export function createLessons(laboratory: Laboratory, replications: Replications): Lessons {
  const lesson = signal<Lesson | undefined>(undefined)
  const place = signal(0)
  const predictions = signal<ReadonlyMap<number, Answer>>(new Map())
  const step = computed(() => lesson.value?.steps[place.value])
  const predicted = computed(() => predictions.value.get(place.value))
  const enter = (wanted: number): void => {
    const steps = lesson.value?.steps ?? []
    place.value = wanted
    // What an earlier step has set still holds.
    const set = steps.slice(0, wanted + 1).findLast((one) => one.set !== undefined)?.set
    if (steps[wanted]?.set !== undefined || wanted === 0) laboratory.setLevers(set ?? {})
  }
  return {
    lesson, step, place, predicted,
    hidden: computed(() => step.value?.predict !== undefined && predicted.value === undefined),
    found: computed(() => {
      const asked = step.value?.predict
      const metric = laboratory.opened.value?.metrics.findIndex(({ key }) => key === asked?.metric) ?? -1
      if (metric < 0 || !replications.whole.value) return undefined
      const { lower, upper } = effectIn(replications.pairs.value, metric)
      return lower > 0 ? 'rises' : upper < 0 ? 'falls' : 'unclear'
    }),
    async start(wanted) {
      if (!(await laboratory.open({ [SCENARIO]: builtInScenario(wanted.scenario) }))) return
      batch(() => {
        lesson.value = wanted
        predictions.value = new Map()
        enter(0)
      })
    },
    go: (wanted) => batch(() => enter(wanted)),
    predict(answer) {
      predictions.value = new Map([...predictions.value, [place.value, answer]])
    },
    end() {
      lesson.value = undefined
    },
  }
}
