/** The lab's page: opens the classroom, and shows it. */
import { render } from 'preact'
import { Lab } from './Lab.tsx'
import { createLaboratory } from './laboratory.ts'
import { builtInScenario } from './pageFiles.ts'

const laboratory = createLaboratory(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }))
laboratory.open(builtInScenario('classroom'))
render(<Lab laboratory={laboratory} />, document.getElementById('lab')!)
