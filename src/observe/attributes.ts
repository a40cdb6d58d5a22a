/**
 * What nodes and edges of the exported graph carry. Names avoid those that formats keep for themselves (id, label,
 * key, kind, type, name, source, target, weight, size, x, y, start, end, ...), so that nothing is lost in a reader.
 * Money is in million yuan of the simulated world, not brought to full scale, since a node is one organisation.
 */

export type AttributeType = 'string' | 'long' | 'double' | 'boolean'
type Declared = Readonly<Record<string, readonly [AttributeType, string]>>

interface Values {
  string: string
  long: number
  double: number
  boolean: boolean
}
type AttributesOf<D extends Declared> = { -readonly [Name in keyof D]?: Values[D[Name][0]] }

export const nodeAttributes = {
  organisationKind: [
    'string',
    'firm, university, institute, bank, funders (of innovative financing), agency, reguarantor, government, alliance, ' +
      'information platform, finance platform, service platform or incubator',
  ],
  identity: ['long', 'number for life, of firms, universities and institutes'],
  sector: ['string', 'sector of a firm, or the one whose technology an alliance works on'],
  industrialCluster: ['long', 'industrial cluster of a firm'],
  stratum: ['string', 'technology or other'],
  sizeClass: ['string', 'SME or large'],
  bornIn: ['string', 'quarter of foundation'],
  cohort: ['boolean', "true for a firm of the scenario's start"],
  treated: ['boolean', 'true when a trial treats the firm'],
  staff: ['long', 'persons, skilled ones included'],
  skilledStaff: ['long', 'persons'],
  cash: ['double', 'million yuan'],
  revenue: ['double', 'million yuan in this quarter'],
  rdSpending: ['double', 'million yuan in this quarter'],
  awareness: ['double', 'how well informed a firm is, share'],
  competence: ['double', 'log, relative to the frontier (0)'],
  absorptiveCapacity: ['double', 'share of what could be learnt'],
  knowledgeLevel: ['double', 'expertise relative to the frontier (1), mean of the eight fields'],
  specialisms: ['long', 'specialisms held'],
  lastInnovationIn: ['string', 'quarter of the last innovation'],
  runningTies: ['long', 'running collaborations'],
  loansOut: ['double', 'million yuan that firms owe a bank'],
  badLoans: ['double', 'of that, owed by borrowers who failed'],
  capital: ['double', 'million yuan, of an agency'],
  guaranteesOut: ['double', 'million yuan that an agency stands for, its own share counted'],
  useOfFirms: ['double', 'use of an information platform, share of what full use by all technology firms would be'],
  accuracy: ['double', 'how well a finance platform matches firm and loan product, share'],
  clients: ['long', 'searching firms that a service platform served in this quarter'],
  tenants: ['long', 'firms in an incubator'],
} as const satisfies Declared

export const edgeAttributes = {
  relation: ['string', 'collaboration, valueChain, membership, loan, guarantee, grant, advice or tenancy'],
  from: ['string', 'who lends, guarantees, grants, supplies, advises or lets, or the member; missing where the relation is mutual'],
  to: ['string', 'who receives, the customer or the alliance; missing where the relation is mutual'],
  tieKind: ['string', 'sme-sme, sme-large, sme-university or sme-institute'],
  since: ['string', 'quarter in which a collaboration, membership or tenancy began'],
  until: ['string', 'quarter in which a loan falls due, or a grant, advice or tenancy ends'],
  rivals: ['boolean', 'true when the partners sell in one market'],
  jointInnovations: ['long', 'joint innovations so far'],
  cognitiveDistance: ['double', "share of a partner's specialisms that are new, mean of both sides"],
  leads: ['boolean', 'true for the member that leads the alliance'],
  amount: ['double', 'million yuan owed, or covered by the guarantee'],
  interestRate: ['double', 'share per year'],
  coverage: ['double', 'share of the loan that the guarantee covers'],
  believedRisk: ['double', 'default probability that was believed in when the loan was made'],
} as const satisfies Declared

export const graphAttributes = {
  region: ['string', 'region of the scenario'],
  quarter: ['string', 'the quarter at whose end the graph was seen'],
  scale: ['double', 'part of the region that is simulated'],
} as const satisfies Declared

export type NodeAttributes = AttributesOf<typeof nodeAttributes>
export type EdgeAttributes = AttributesOf<typeof edgeAttributes>
export type GraphAttributes = AttributesOf<typeof graphAttributes>
