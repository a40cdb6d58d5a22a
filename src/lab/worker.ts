/** A worker of the page. */
import { expose } from 'comlink'
import { createDesk } from './desk.ts'
import { builtInScenario } from './pageFiles.ts'
import { SCENARIO } from './protocol.ts'

const { port1: here, port2: there } = new MessageChannel()
let go: () => void = () => {}
here.onmessage = () => go()

/** A timer would wait for 4 ms. */
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    go = resolve
    there.postMessage(undefined)
  })

const { name } = globalThis as unknown as { readonly name: string }
const desk = createDesk(breathe)
// A message reaches a new worker only when the page has time for it; what is asked for first can begin before.
if (name !== '') void desk.open({ [SCENARIO]: builtInScenario(name) })
expose(desk)
