/** The face of the network: a graphology graph with one node per organisation and typed edges. */
import Graph from 'graphology'
import { formatQuarter } from '../scenario/quarter.ts'
import { customerOf } from '../world/firm.ts'
import { countSpecialisms } from '../world/knowledge.ts'
import { standingFor } from '../world/firm.ts'
import { balancesOf, isGovernment, sectors } from '../world/ledger.ts'
import { FIELDS, FIRM, kindNames, NEVER } from '../world/organisations.ts'
import { RUNNING, tieKindNames } from '../world/ties.ts'
import type { World } from '../world/world.ts'
import type { EdgeAttributes, GraphAttributes, NodeAttributes } from './attributes.ts'

export type NetworkGraph = Graph<NodeAttributes, EdgeAttributes, GraphAttributes>

export interface GraphOptions {
  /**
   * `connected` (the default) leaves out firms without any edge: most firms of a region never collaborate and owe
   * nothing. `all` has every living firm. Other organisations are always there.
   */
  readonly nodes?: 'connected' | 'all'
}

interface Edge {
  readonly key: string
  readonly source: string
  readonly target: string
  readonly attributes: EdgeAttributes
}

const MILLION = 1e6
const SME_FUND = 'government:sme-fund'

/**
 * An undirected multigraph. Edges are undirected because collaborations are; `from` and `to` say who gives and who
 * receives in the others. The same organisation and the same relation have the same key in every quarter.
 */
export function toGraph(world: World, { nodes = 'connected' }: GraphOptions = {}): NetworkGraph {
  const graph: NetworkGraph = new Graph({ type: 'undirected', multi: true, allowSelfLoops: false })
  graph.replaceAttributes({
    region: world.region.name,
    quarter: formatQuarter(world.quarter),
    scale: world.scale,
  })
  const edges = [
    ...collaborations(world), ...valueChains(world), ...memberships(world), ...finance(world), ...advice(world), ...tenancies(world),
  ]
  const connected = new Set<string>()
  for (const { source, target } of edges) connected.add(source).add(target)

  for (let row = 0; row < world.institutions; row++) graph.addNode(keyOf(world, row), describe(world, row))
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    const key = keyOf(world, firm)
    if (nodes === 'all' || connected.has(key)) graph.addNode(key, describe(world, firm))
  }
  addFinanciers(graph, world)
  addAlliances(graph, world)
  addPlatforms(graph, world)
  for (const { key, source, target, attributes } of edges) {
    graph.addUndirectedEdgeWithKey(key, source, target, attributes)
  }
  return graph
}

/** `firm-1024`, `university-3`: the same for life. */
function keyOf(world: World, row: number): string {
  const { id, kind } = world.organisations.columns
  return `${kindNames[kind[row]]}-${id[row]}`
}
const bankKey = (bank: number): string => `bank-${bank + 1}`
/** Trusts, notes and micro-credit companies, taken together. */
const FUNDERS = 'funders'
const agencyKey = (agency: number): string => `agency-${agency + 1}`
/** `alliance-7`, for life: the row of one that has ended goes to another. */
const allianceKey = (world: World, alliance: number): string => `alliance-${world.alliances.columns.id[alliance]}`
const incubatorKey = (base: number): string => `incubator-${base + 1}`
const governmentKey = (sector: string): string => sector.replace(':', '-')

const quarterOfStep = (world: World, step: number): string => formatQuarter(world.quarter - world.step + step)

function describe(world: World, row: number): NodeAttributes {
  const { columns } = world.organisations
  const { kind, employees, skilled, lastInnovation } = columns
  const node: NodeAttributes = {
    organisationKind: kindNames[kind[row]],
    identity: columns.id[row],
    skilledStaff: skilled[row],
    cash: columns.cash[row] / MILLION,
    absorptiveCapacity: columns.absorptive[row],
    knowledgeLevel: knowledgeLevel(world, row),
    specialisms: countSpecialisms(columns.specialisms, row),
    runningTies: columns.degree[row],
  }
  if (kind[row] !== FIRM) return node
  node.sector = world.sectors.names[columns.sector[row]]
  node.industrialCluster = columns.cluster[row]
  node.stratum = columns.technology[row] === 1 ? 'technology' : 'other'
  node.sizeClass = columns.large[row] === 1 ? 'large' : 'SME'
  node.bornIn = quarterOfStep(world, columns.born[row])
  node.cohort = columns.cohort[row] === 1
  node.treated = columns.treated[row] === 1
  node.awareness = columns.awareness[row]
  node.staff = employees[row] + skilled[row]
  node.revenue = columns.revenue[row] / MILLION
  node.rdSpending = columns.rdSpending[row] / MILLION
  node.competence = columns.competence[row]
  if (lastInnovation[row] > NEVER) node.lastInnovationIn = quarterOfStep(world, lastInnovation[row])
  return node
}

function knowledgeLevel(world: World, row: number): number {
  const { knowledge } = world.organisations.columns
  let sum = 0
  for (let field = 0; field < FIELDS; field++) sum += knowledge[row * FIELDS + field]
  return sum / FIELDS
}

function addFinanciers(graph: NetworkGraph, world: World): void {
  const { banks, agencies, ledger } = world
  for (let bank = 0; bank < banks.count; bank++) {
    graph.addNode(bankKey(bank), {
      organisationKind: 'bank',
      loansOut: banks.columns.lent[bank] / MILLION,
      badLoans: banks.columns.bad[bank] / MILLION,
    })
  }
  const capital = balancesOf(ledger, 'agencies')
  for (let agency = 0; agency < agencies.count; agency++) {
    graph.addNode(agencyKey(agency), {
      organisationKind: 'agency',
      capital: capital[agency] / MILLION,
      guaranteesOut: agencies.columns.guaranteed[agency] / MILLION,
    })
  }
  graph.addNode(FUNDERS, { organisationKind: 'funders', loansOut: world.lending.innovative / MILLION })
  graph.addNode('reguarantor', {
    organisationKind: 'reguarantor',
    cash: balancesOf(ledger, 'reguarantor')[0] / MILLION,
  })
  for (const sector of sectors) {
    if (!isGovernment(sector)) continue
    graph.addNode(governmentKey(sector), {
      organisationKind: 'government',
      cash: balancesOf(ledger, sector)[0] / MILLION,
    })
  }
}

function addAlliances(graph: NetworkGraph, world: World): void {
  const { columns, count } = world.alliances
  for (let alliance = 0; alliance < count; alliance++) {
    graph.addNode(allianceKey(world, alliance), {
      organisationKind: 'alliance',
      cash: columns.cash[alliance] / MILLION,
      sector: world.sectors.names[columns.sector[alliance]],
      bornIn: quarterOfStep(world, columns.founded[alliance]),
    })
  }
}

function addPlatforms(graph: NetworkGraph, world: World): void {
  const { information, finance, service, incubators } = world.platforms
  for (let platform = 0; platform < information.count; platform++) {
    graph.addNode(`information-platform-${platform + 1}`, {
      organisationKind: 'information platform',
      useOfFirms: information.columns.use[platform],
    })
  }
  for (let platform = 0; platform < finance.count; platform++) {
    graph.addNode(`finance-platform-${platform + 1}`, {
      organisationKind: 'finance platform',
      accuracy: finance.columns.accuracy[platform],
    })
  }
  for (let platform = 0; platform < service.count; platform++) {
    graph.addNode(`service-platform-${platform + 1}`, {
      organisationKind: 'service platform',
      clients: service.columns.clients[platform],
    })
  }
  for (let base = 0; base < incubators.count; base++) {
    graph.addNode(incubatorKey(base), {
      organisationKind: 'incubator',
      tenants: incubators.columns.tenants[base],
    })
  }
}

function* collaborations(world: World): Generator<Edge> {
  const { columns, count } = world.ties.table
  for (let tie = 0; tie < count; tie++) {
    if (columns.outcome[tie] !== RUNNING) continue
    const source = keyOf(world, columns.first[tie])
    const target = keyOf(world, columns.second[tie])
    const since = quarterOfStep(world, columns.start[tie])
    yield {
      // Partners may start again: another quarter, another collaboration.
      key: `collaboration:${source}:${target}:${since}`,
      source,
      target,
      attributes: {
        relation: 'collaboration',
        tieKind: tieKindNames[columns.kind[tie]],
        since,
        rivals: columns.rivals[tie] === 1,
        jointInnovations: columns.innovations[tie],
        cognitiveDistance: (columns.noveltyToFirst[tie] + columns.noveltyToSecond[tie]) / 2,
      },
    }
  }
}

/** An edge whose two ends play different parts. */
function directed(relation: string, from: string, to: string, attributes: EdgeAttributes): Edge {
  return {
    key: `${relation}:${from}:${to}`,
    source: from,
    target: to,
    attributes: { relation, from, to, ...attributes },
  }
}

/** Suppliers and the large firms that they deliver to. */
function* valueChains(world: World): Generator<Edge> {
  for (let i = 0; i < world.firmCount; i++) {
    const supplier = world.firms[i]
    const customer = customerOf(world, supplier)
    if (customer >= 0) yield directed('valueChain', keyOf(world, supplier), keyOf(world, customer), {})
  }
}

function* memberships(world: World): Generator<Edge> {
  const { columns, count } = world.memberships
  const { lead } = world.alliances.columns
  for (let seat = 0; seat < count; seat++) {
    const alliance = columns.alliance[seat]
    const member = columns.member[seat]
    yield directed('membership', keyOf(world, member), allianceKey(world, alliance), {
      since: quarterOfStep(world, columns.joined[seat]),
      leads: lead[alliance] === member,
    })
  }
}

/** Academics who advise firms part-time. */
function* advice(world: World): Generator<Edge> {
  const { adviser, adviceEnds } = world.organisations.columns
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    if (adviser[firm] === 0) continue
    yield directed('advice', keyOf(world, adviser[firm] - 1), keyOf(world, firm), {
      until: quarterOfStep(world, adviceEnds[firm]),
    })
  }
}

function* tenancies(world: World): Generator<Edge> {
  const { incubator, born, tenancyEnds } = world.organisations.columns
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    if (incubator[firm] === 0) continue
    yield directed('tenancy', incubatorKey(incubator[firm] - 1), keyOf(world, firm), {
      since: quarterOfStep(world, born[firm]),
      until: quarterOfStep(world, tenancyEnds[firm]),
    })
  }
}

/** Loans, the guarantees on them, of agencies and of other firms, and running grants, firm by firm. */
function* finance(world: World): Generator<Edge> {
  const { columns } = world.organisations
  const { loan, loanBank, loanInnovative, loanAgency, loanCoverage, grantEnds } = columns
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    if (loan[firm] > 0) {
      const borrower = keyOf(world, firm)
      const terms = {
        until: quarterOfStep(world, columns.loanDue[firm]),
        believedRisk: columns.loanRisk[firm],
      }
      const owed = loan[firm] / MILLION
      const lender = loanInnovative[firm] === 1 ? FUNDERS : bankKey(loanBank[firm])
      yield directed('loan', lender, borrower, {
        ...terms,
        amount: owed,
        interestRate: columns.loanRate[firm],
      })
      if (loanAgency[firm] !== 0) {
        yield directed('guarantee', agencyKey(loanAgency[firm] - 1), borrower, {
          ...terms,
          amount: owed * loanCoverage[firm],
          coverage: loanCoverage[firm],
        })
      }
      for (const guarantor of standingFor(world, firm)) {
        yield directed('guarantee', keyOf(world, guarantor), borrower, { ...terms, amount: owed })
      }
    }
    if (grantEnds[firm] > world.step) {
      yield directed('grant', governmentKey(SME_FUND), keyOf(world, firm), {
        until: quarterOfStep(world, grantEnds[firm]),
      })
    }
  }
}
