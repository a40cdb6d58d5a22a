/**
 * The life of alliances, once a year at the general meeting: members whose seat does not pay leave, idle ones are expelled,
 * new alliances form around groups that collaborate already, members are admitted, dues and support come in, the
 * secretariat is paid, and what is left pays for joint projects. Who cannot go on dissolves.
 */
import { mechanism } from './mechanism.ts'
import { admissionParameters, admitMembers } from './ally/admission.ts'
import { bookParameters, settleBooks } from './ally/books.ts'
import { foundAlliances, foundingParameters } from './ally/founding.ts'
import { projectParameters, startProjects } from './ally/projects.ts'
import { reviewParameters, reviewSeats } from './ally/review.ts'
import { worthParameters } from './ally/worth.ts'

const parameters = {
  ...worthParameters,
  ...reviewParameters,
  ...foundingParameters,
  ...admissionParameters,
  ...bookParameters,
  ...projectParameters,
} as const

/** General meetings are in the fourth quarter. */
const GENERAL_MEETING = 3

export const ally = mechanism({
  name: 'ally',
  purpose: 'alliances form around dense groups, admit, lose and expel members, run joint projects, dissolve',
  parameters,
  switchable: true,
  existsFor: { metric: 'allianceMembers', without: 'lower' },
  run(world, policy, parameters, random) {
    if (world.quarter % 4 !== GENERAL_MEETING) return
    reviewSeats(world, parameters, random)
    foundAlliances(world, policy.general, parameters, random)
    admitMembers(world, policy.general, parameters, random)
    settleBooks(world, policy.general, parameters)
    startProjects(world, parameters, random)
  },
})
