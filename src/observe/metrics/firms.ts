/** SMEs, their people, money and R&D. */
import { YEAR } from '../tallies.ts'
import { type Metric, MILLION, ratio, share, total } from './declare.ts'

export const firmMetrics = {
  firms: total('firms', 'living SMEs of both strata', ({ business }) => business.smes),
  technologyFirms: total(
    'firms',
    'living SMEs of the technology stratum',
    ({ business }) => business.technologySmes,
  ),
  largeFirms: total(
    'firms',
    'living firms above the size rule of SMEs',
    ({ business }) => business.largeFirms,
  ),
  entries: total('firms per quarter', 'firms that were founded', ({ events }) => events.entries),
  exits: total('firms per quarter', 'firms that ended, by default or closing', ({ events }) => events.exits),
  employment: total('persons', 'all staff of SMEs', ({ business }) => business.employment),
  revenue: total('million yuan per quarter', 'revenue of SMEs', ({ business }) => business.sales / MILLION),
  productivity: ratio(
    'million yuan per person and year',
    'revenue of SMEs, four times that of the quarter, per person of their staff',
    ({ business }) => share((business.sales / MILLION) * YEAR, business.employment),
  ),

  skilledStaff: total('persons', 'skilled staff of SMEs', ({ business }) => business.skilledStaff),
  attritionRate: ratio(
    'share per year',
    'four times the skilled staff that left their firm in the quarter, per skilled staff at its beginning',
    ({ events }) => share(YEAR * events.leavers, events.skilledBefore),
  ),
  skilledWage: ratio(
    'yuan per year',
    'wage at which the skilled market clears',
    ({ world }) => world.skilledWage,
  ),

  rdPerformerShare: ratio('share', 'technology SMEs that spent on R&D in the quarter', ({ business }) =>
    share(business.rdPerformers, business.technologySmes),
  ),
  rdSpending: total(
    'million yuan per quarter',
    'R&D spending of SMEs',
    ({ business }) => business.rd / MILLION,
  ),
  reportedRdSpending: total(
    'million yuan per quarter',
    'what SMEs report as R&D: their R&D spending, and other costs that holders of a certificate call R&D',
    ({ business }) => business.reported / MILLION,
  ),
  rdPersons: total(
    'full-time persons',
    'persons of SMEs who do R&D, in full-time equivalents: what R&D spending is not materials, over the skilled wage',
    ({ business, world }) => (YEAR * business.rdWages) / world.skilledWage,
  ),
  highTechFirms: total(
    'firms',
    'SMEs that hold a high-tech certificate',
    ({ business }) => business.certified,
  ),

  awareness: ratio(
    'share',
    'how well informed technology SMEs are of schemes, partners and loans, mean',
    ({ technology, business }) => share(technology.informed, business.technologySmes),
  ),
} as const satisfies Record<string, Metric>
