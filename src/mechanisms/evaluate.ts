/** The end of a quarter: bureaus look at what came of their money, and firms at what came of promises. */
import { auditParameters, auditProjects } from './evaluate/audits.ts'
import { beliefParameters, updateConfidence } from './evaluate/beliefs.ts'
import { evaluateInformation, evaluationParameters } from './evaluate/platforms.ts'
import { mechanism } from './mechanism.ts'

export const evaluate = mechanism({
  name: 'evaluate',
  purpose: 'audits of grant projects on real accounts; use of information platforms; what firms believe of schemes',
  parameters: { ...auditParameters, ...evaluationParameters, ...beliefParameters },
  switchable: true,
  existsFor: { metric: 'confidence', without: 'lower' },
  run(world, policy, parameters, random) {
    auditProjects(world, policy, parameters, random)
    evaluateInformation(world, policy.general, parameters, random)
    updateConfidence(world, parameters)
  },
})
