/** The sectors of a region as arrays: what a firm's technology and market look like before luck and skill. */
import type { Region } from '../scenario/region.ts'
import { FIELDS } from './organisations.ts'

/** Fixed assets worn out in a year, share. Machinery and equipment last about ten years. */
export const YEARLY_DEPRECIATION = 0.1
/** Utilisation at which firms neither build up nor run down capacity. */
export const NORMAL_UTILISATION = 0.9

export interface Sectors {
  readonly count: number
  readonly names: readonly string[]
  readonly otherShare: Float64Array
  readonly technologyShare: Float64Array
  /** Yuan a year, ordinary staff. */
  readonly wage: Float64Array
  /** Yearly revenue at capacity per yuan of fixed assets. */
  readonly assetTurnover: Float64Array
  /** Log. */
  readonly opportunity: Float64Array
  readonly largeStaff: Float64Array
  /** Yuan a year. */
  readonly largeRevenue: Float64Array
  /** `fieldWeights[sector * FIELDS + field]`, adding up to 1 for each sector. */
  readonly fieldWeights: Float64Array
  /** Technology firms by main field, share, as the weights have it. */
  readonly fieldShare: Float64Array
  /** By sector and stratum, `[sector * 2 + technology]`: yuan a year per head. */
  readonly revenuePerHead: Float64Array
  /** By sector and stratum: skilled share of staff that production needs, and R&D staff per head at the usual R&D. */
  readonly skilledShare: Float64Array
  readonly researchShare: Float64Array
  /** By sector and stratum: materials, rents and bought services per yuan of revenue, at efficiency 0. */
  readonly materialsShare: Float64Array
}

export function readSectors(region: Region): Sectors {
  const names = Object.keys(region.sectors.rows)
  const count = names.length
  const column = (name: string, factor = 1): Float64Array =>
    Float64Array.from(names, (sector) => region.sectors.rows[sector][name] * factor)
  const quantity = (name: string): number => region.population[name].value
  const fact = (id: string): number => region.facts[id].value

  const wage = column('wage')
  const assetTurnover = column('assetTurnover')
  const otherRevenue = column('revenuePerHead', 1e6)
  const revenuePerHead = new Float64Array(count * 2)
  const skilledShare = new Float64Array(count * 2)
  const materialsShare = new Float64Array(count * 2)
  const skilledWage = fact('CF23')
  const researchShare = new Float64Array(count * 2)
  for (let sector = 0; sector < count; sector++) {
    for (let stratum = 0; stratum < 2; stratum++) {
      const cell = sector * 2 + stratum
      revenuePerHead[cell] = stratum === 1 ? quantity('technologyRevenuePerHead') * 1e6 : otherRevenue[sector]
      researchShare[cell] = stratum === 1 ? (fact('CF20') * revenuePerHead[cell]) / fact('CF22') : 0
      skilledShare[cell] = quantity(stratum === 1 ? 'technologySkilledShare' : 'otherSkilledShare') - researchShare[cell]
      const skilled = skilledShare[cell] + researchShare[cell]
      const wages = wage[sector] * (1 - skilled) + skilledWage * skilled
      const wearAndTear = YEARLY_DEPRECIATION / (assetTurnover[sector] * NORMAL_UTILISATION)
      const rdMaterials = stratum === 1 ? fact('CF20') * (1 - skilledWage / fact('CF22')) : 0
      // What the mean margin leaves once staff, wear and R&D are paid.
      materialsShare[cell] =
        1 - quantity('meanMargin') - wages / (revenuePerHead[cell] * NORMAL_UTILISATION) - wearAndTear - rdMaterials
    }
  }
  const fieldWeights = readFieldWeights(region, names)
  const technologyShare = column('technologyShare')
  return {
    count,
    names,
    otherShare: column('otherShare'),
    technologyShare,
    wage,
    assetTurnover,
    opportunity: column('opportunity'),
    largeStaff: column('largeStaff'),
    largeRevenue: column('largeRevenue', 1e6),
    fieldWeights,
    fieldShare: fieldShares(fieldWeights, technologyShare),
    revenuePerHead,
    skilledShare,
    researchShare,
    materialsShare,
  }
}

function readFieldWeights(region: Region, names: readonly string[]): Float64Array {
  const weights = new Float64Array(names.length * FIELDS)
  names.forEach((name, sector) => {
    let sum = 0
    for (let field = 0; field < FIELDS; field++) sum += region.sectors.rows[name][`field${field + 1}`]
    for (let field = 0; field < FIELDS; field++) {
      weights[sector * FIELDS + field] = region.sectors.rows[name][`field${field + 1}`] / sum
    }
  })
  return weights
}

function fieldShares(fieldWeights: Float64Array, technologyShare: Float64Array): Float64Array {
  const shares = new Float64Array(FIELDS)
  let sum = 0
  for (let cell = 0; cell < fieldWeights.length; cell++) {
    const part = fieldWeights[cell] * technologyShare[Math.floor(cell / FIELDS)]
    shares[cell % FIELDS] += part
    sum += part
  }
  return shares.map((part) => part / sum)
}
