/** Where the page begins: the worker opens the classroom while the rest of the page is still on its way. */
import classroom from '../../scenarios/classroom.yaml?raw'
import { hire } from './hire.ts'
import { SCENARIO, type Texts } from './protocol.ts'

const hired = hire()
const texts: Texts = { [SCENARIO]: classroom }
const opening = location.search === '' && location.hash === '' ? hired.desk.open(texts) : undefined
const { begin } = await import('./main.tsx')
begin(hired, texts, opening)
