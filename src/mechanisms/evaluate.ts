/** Bureaus look at what their money did: the use of information platforms. */
import { evaluateInformation, evaluationParameters } from './evaluate/platforms.ts'
import { mechanism } from './mechanism.ts'

export const evaluate = mechanism({
  name: 'evaluate',
  purpose: 'bureaus judge information platforms by their use',
  parameters: { ...evaluationParameters },
  switchable: true,
  run(world, policy, parameters, random) {
    evaluateInformation(world, policy.general, parameters, random)
  },
})
