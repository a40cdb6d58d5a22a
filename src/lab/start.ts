/** Where the page begins: a worker is on its way while the rest of the page still is, and begins with the classroom unless more is asked for. */
import { hire } from './hire.ts'
import { CLASSROOM } from './protocol.ts'

const first = hire(location.search === '' && location.hash === '' ? CLASSROOM : undefined)
const { begin } = await import('./main.tsx')
begin(first)
