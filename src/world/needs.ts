/** What growing a region and running it read from the region's file; what else stands there is for comparison. */
import type { RegionNeeds } from '../scenario/declare.ts'

export const regionNeeds: RegionNeeds = {
  facts: [
    'CF01', 'CF05', 'CF10', 'CF11', 'CF14', 'CF15', 'CF16', 'CF17', 'CF20', 'CF22', 'CF23', 'CF24', 'CF25', 'CF26', 'CF32', 'CF50', 'CF59', 'CF60',
  ],
  population: [
    'largeFirms', 'largeTechnologyShare', 'otherMeanStaff', 'otherStaffSpread', 'technologySkilledShare', 'otherSkilledShare',
    'technologyRevenuePerHead', 'meanMargin', 'startingConfidence', 'efficiencySpread', 'efficiencyPersistence', 'survivorAdvantage',
    'soberedOpportunity', 'survivorLearning', 'oldHazard', 'opportunitySpread', 'openShare', 'riskSpread',
    'outsideShare', 'clusters', 'clusterSpecialisation', 'banks', 'agencies', 'agencyCapital', 'reguarantorCapital', 'cashQuarters',
    'allianceFunds', 'universityRdShare',
  ],
  columns: [
    'otherShare', 'technologyShare', 'revenuePerHead', 'wage', 'assetTurnover', 'opportunity', 'largeStaff', 'largeRevenue',
    'field1', 'field2', 'field3', 'field4', 'field5', 'field6', 'field7', 'field8',
  ],
}
