/** A worker of the page. */
import { expose } from 'comlink'
import { createDesk } from './desk.ts'

const { port1: here, port2: there } = new MessageChannel()
let go: () => void = () => {}
here.onmessage = () => go()

/** A timer would wait for 4 ms. */
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    go = resolve
    there.postMessage(undefined)
  })

expose(createDesk(breathe))
