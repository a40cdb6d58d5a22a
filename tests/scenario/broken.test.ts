/** Broken scenario files: each tells the place, what is allowed and the nearest name. */
import { describe, expect, it } from 'vitest'
import type { Content } from './fixture.ts'
import { errorOf, head, load, problemsOf, regionText, Unreadable } from './fixture.ts'

interface Broken {
  /** Lines after the head, or the whole file as bytes or as a failure to read. */
  readonly file: Content
  /** `file:line:column`, or the file alone where the text could not be read. */
  readonly at: string
  readonly says: RegExp
  readonly allowed: RegExp
  readonly nearest?: string
  readonly others?: Readonly<Record<string, Content>>
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
for (const [index, name] of [...'bcdefghij'].entries()) {
  const below = 'abcdefghij'[index]
  bomb.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${below}`).join(', ')}]`)
}

const whole = (file: string): string => file
const after = (lines: string): string => head + lines
const region = (text: string): Readonly<Record<string, Content>> => ({ 'own.yaml': text })
const withRegion = 'version: 1\nname: try\nregion: own.yaml\n'

const cases: Readonly<Record<string, Broken>> = {
  // Keys
  'a misspelt key': {
    file: after('quaters: 8\n'),
    at: 'try.yaml:4:1',
    says: /quaters is not a key/,
    allowed: /quarters/,
    nearest: 'quarters',
  },
  'a key in another case': {
    file: after('burnin: 8\n'),
    at: 'try.yaml:4:1',
    says: /burnin/,
    allowed: /burnIn/,
    nearest: 'burnIn',
  },
  'a key like nothing': {
    file: after('xyzzyplugh: 8\n'),
    at: 'try.yaml:4:1',
    says: /xyzzyplugh/,
    allowed: /version, name/,
  },
  'a key that objects have': {
    file: after('constructor: 8\n'),
    at: 'try.yaml:4:1',
    says: /constructor is not a key/,
    allowed: /version/,
  },
  'a prototype': {
    file: after('__proto__: { name: x }\n'),
    at: 'try.yaml:4:1',
    says: /cannot be a key/,
    allowed: /a name/,
  },
  'a list as a key': {
    file: after('[a, b]: 8\n'),
    at: 'try.yaml:4:1',
    says: /cannot be a key/,
    allowed: /a name/,
  },
  'a misspelt lever': {
    file: after('policy:\n  fund:\n    budgt: 8\n'),
    at: 'try.yaml:6:5',
    says: /fund\.budgt is not a lever/,
    allowed: /budget, matching/,
    nearest: 'fund.budget',
  },
  'a misspelt group of levers': {
    file: after('policy: { fnud: { budget: 8 } }\n'),
    at: 'try.yaml:4:11',
    says: /fnud is not a lever/,
    allowed: /fund, guarantee/,
    nearest: 'fund',
  },
  'a lever without its group': {
    file: after('policy: { budget: 8 }\n'),
    at: 'try.yaml:4:11',
    says: /budget is not a lever/,
    allowed: /fund/,
    nearest: 'fund.budget',
  },
  'a lever as one key': {
    file: after('policy: { fund.shares.interest: 0.1 }\n'),
    at: 'try.yaml:4:11',
    says: /fund\.shares\.interest is written as one key/,
    allowed: /`fund: \{ shares: \{ interest: \.\.\. \} \}`/,
  },
  'a lever as one key in an arm': {
    file: after('arms: { more: { fund.budget: 8 } }\n'),
    at: 'try.yaml:4:17',
    says: /fund\.budget is written as one key/,
    allowed: /^`fund: \{ budget: \.\.\. \}`$/,
  },
  'a parameter as one key': {
    file: after('parameters: { learn.transferRate: 0.1 }\n'),
    at: 'try.yaml:4:15',
    says: /learn\.transferRate is written as one key/,
    allowed: /`learn: \{ transferRate: \.\.\. \}`/,
  },
  'a lever in another group': {
    file: after('policy: { guarantee: { budget: 8 } }\n'),
    at: 'try.yaml:4:24',
    says: /guarantee\.budget/,
    allowed: /bankShare/,
    nearest: 'fund.budget',
  },
  'a lever three levels deep': {
    file: after('policy: { fund: { shares: { intrest: 0.1 } } }\n'),
    at: 'try.yaml:4:29',
    says: /fund\.shares\.intrest/,
    allowed: /interest, equity/,
    nearest: 'fund.shares.interest',
  },
  'a lever under a lever': {
    file: after('policy: { fund: { budget: { total: 8 } } }\n'),
    at: 'try.yaml:4:29',
    says: /"total"/,
    allowed: /2014Q3/,
  },
  'a misspelt parameter': {
    file: after('parameters: { learn: { transferrate: 0.1 } }\n'),
    at: 'try.yaml:4:24',
    says: /not a parameter/,
    allowed: /transferRate/,
    nearest: 'learn.transferRate',
  },
  'a parameter of no mechanism': {
    file: after('parameters: { lern: { transferRate: 0.1 } }\n'),
    at: 'try.yaml:4:15',
    says: /lern is not a parameter/,
    allowed: /learn, lend/,
    nearest: 'learn',
  },
  'a misspelt mechanism': {
    file: after('mechanisms: { aly: off }\n'),
    at: 'try.yaml:4:15',
    says: /no mechanism "aly"/,
    allowed: /fund, ally/,
    nearest: 'ally',
  },
  'a mechanism that must run': {
    file: after('mechanisms: { trade: off }\n'),
    at: 'try.yaml:4:15',
    says: /trade cannot be switched/,
    allowed: /fund, ally/,
  },
  'a key written twice': {
    file: after('scale: 0.1\nscale: 0.2\n'),
    at: 'try.yaml:5:1',
    says: /"scale" is written twice/,
    allowed: /once/,
  },
  'a lever written twice': {
    file: after('policy:\n  fund: { budget: 1, budget: 2 }\n'),
    at: 'try.yaml:5:22',
    says: /"budget" is written twice/,
    allowed: /once/,
  },
  'a date written twice': {
    file: after('policy: { fund: { budget: { 2014: 1, 2014Q1: 2 } } }\n'),
    at: 'try.yaml:4:38',
    says: /two steps in one quarter/,
    allowed: /one step/,
  },
  // Missing
  'no version': {
    file: whole('name: try\nregion: town\n'),
    at: 'try.yaml:1:1',
    says: /version is missing/,
    allowed: /version: 1/,
  },
  'no name': {
    file: whole('version: 1\nregion: town\n'),
    at: 'try.yaml:1:1',
    says: /name is missing/,
    allowed: /name/,
  },
  'no region': {
    file: whole('version: 1\nname: try\n'),
    at: 'try.yaml:1:1',
    says: /region is missing/,
    allowed: /region/,
  },
  // Types
  'a later version': {
    file: whole('version: 2\nname: try\nregion: town\n'),
    at: 'try.yaml:1:10',
    says: /version is 2/,
    allowed: /^1$/,
  },
  'a version as text': {
    file: whole('version: "1"\nname: try\nregion: town\n'),
    at: 'try.yaml:1:10',
    says: /version is "1"/,
    allowed: /^1$/,
  },
  'a name with a slash': {
    file: whole('version: 1\nname: ../try\nregion: town\n'),
    at: 'try.yaml:2:7',
    says: /name is/,
    allowed: /letters, digits/,
  },
  'a name that is a number': {
    file: whole('version: 1\nname: 2013\nregion: town\n'),
    at: 'try.yaml:2:7',
    says: /name is 2013/,
    allowed: /letters, digits/,
  },
  'a name that is a list': {
    file: whole('version: 1\nname: [try]\nregion: town\n'),
    at: 'try.yaml:2:7',
    says: /a list/,
    allowed: /letters, digits/,
  },
  'an empty name': {
    file: whole('version: 1\nname:\nregion: town\n'),
    at: 'try.yaml:2:6',
    says: /name is empty/,
    allowed: /letters, digits/,
  },
  'scale as text': {
    file: after('scale: a tenth\n'),
    at: 'try.yaml:4:8',
    says: /scale is "a tenth"/,
    allowed: /above 0, up to 1/,
  },
  'a lever that is true': {
    file: after('policy: { fund: { budget: yes } }\narms: { a: { fund: { budget: true } } }\n'),
    at: 'try.yaml:5:30',
    says: /is true/,
    allowed: /0 to 3000 \(million yuan/,
  },
  'a lever that is a list': {
    file: after('policy: { fund: { budget: [1, 2] } }\n'),
    at: 'try.yaml:4:27',
    says: /a list of 2/,
    allowed: /dated steps/,
  },
  'a lever without a value': {
    file: after('policy: { fund: { budget: } }\n'),
    at: 'try.yaml:4:27',
    says: /is empty/,
    allowed: /0 to 3000/,
  },
  'a lever without steps': {
    file: after('policy: { fund: { budget: {} } }\n'),
    at: 'try.yaml:4:27',
    says: /an empty group/,
    allowed: /dated steps/,
  },
  'a policy that is a number': {
    file: after('policy: 800\n'),
    at: 'try.yaml:4:9',
    says: /policy is 800/,
    allowed: /group of keys/,
  },
  'a group that is a number': {
    file: after('policy: { fund: 800 }\n'),
    at: 'try.yaml:4:17',
    says: /policy\.fund is 800/,
    allowed: /group of keys/,
  },
  'a switch that is a number': {
    file: after('mechanisms: { ally: 1 }\n'),
    at: 'try.yaml:4:21',
    says: /is 1/,
    allowed: /on or off/,
  },
  'a seed that is a fraction': {
    file: after('seed: 0.5\n'),
    at: 'try.yaml:4:7',
    says: /seed is 0.5/,
    allowed: /text, or a whole number/,
  },
  'arms in a list': {
    file: after('arms: [a, b]\n'),
    at: 'try.yaml:4:7',
    says: /arms is a list/,
    allowed: /arms by name/,
  },
  'an outcome that is a number': {
    file: after('outcomes: { x: 3 }\n'),
    at: 'try.yaml:4:16',
    says: /outcomes\.x is 3/,
    allowed: /expression/,
  },
  // Ranges
  'a billion replications': {
    file: after('replications: 1000000000\n'),
    at: 'try.yaml:4:15',
    says: /is 1000000000/,
    allowed: /1 to 10000/,
  },
  'replications beyond numbers': {
    file: after('replications: 1e400\n'),
    at: 'try.yaml:4:15',
    says: /is Infinity/,
    allowed: /1 to 10000/,
  },
  'no replications': {
    file: after('replications: 0\n'),
    at: 'try.yaml:4:15',
    says: /is 0/,
    allowed: /1 to 10000/,
  },
  'negative quarters': {
    file: after('quarters: -4\n'),
    at: 'try.yaml:4:11',
    says: /is -4/,
    allowed: /1 to 400/,
  },
  'half a quarter': {
    file: after('quarters: 4.5\n'),
    at: 'try.yaml:4:11',
    says: /is 4.5/,
    allowed: /whole number from 1 to 400/,
  },
  'a negative burn-in': {
    file: after('burnIn: -1\n'),
    at: 'try.yaml:4:9',
    says: /is -1/,
    allowed: /0 to 100/,
  },
  'scale 0': { file: after('scale: 0\n'), at: 'try.yaml:4:8', says: /scale is 0/, allowed: /above 0/ },
  'scale over 1': {
    file: after('scale: 1.5\n'),
    at: 'try.yaml:4:8',
    says: /scale is 1.5/,
    allowed: /up to 1/,
  },
  'scale not a number': { file: after('scale: .nan\n'), at: 'try.yaml:4:8', says: /NaN/, allowed: /up to 1/ },
  'scale below the region': {
    file: after('scale: 0.01\n'),
    at: 'try.yaml:4:8',
    says: /below the smallest of town/,
    allowed: /0.02 to 1/,
  },
  'a share over 1': {
    file: after('policy: { guarantee: { governmentShare: 1.2 } }\n'),
    at: 'try.yaml:4:41',
    says: /is 1.2/,
    allowed: /0 to 1 \(share of the loss\)/,
  },
  'a negative budget': {
    file: after('arms: { a: { fund: { budget: -1 } } }\n'),
    at: 'try.yaml:4:30',
    says: /arms\.a\.fund\.budget is -1/,
    allowed: /0 to 3000/,
  },
  'a step over its range': {
    file: after('policy: { fund: { budget: { 2014: 8, 2015: 9000 } } }\n'),
    at: 'try.yaml:4:44',
    says: /2015 is 9000/,
    allowed: /0 to 3000/,
  },
  'half a prize': {
    file: after('policy: { talent: { awards: 1.5 } }\n'),
    at: 'try.yaml:4:29',
    says: /is 1.5/,
    allowed: /whole number from 0 to 2000 \(prizes/,
  },
  'a parameter over its range': {
    file: after('parameters: { lend: { patience: 99 } }\n'),
    at: 'try.yaml:4:33',
    says: /is 99/,
    allowed: /whole number from 1 to 20 \(quarters\)/,
  },
  'shares over the whole': {
    file: after('policy: { guarantee: { governmentShare: 0.7, bankShare: 0.6 } }\n'),
    at: 'try.yaml:4:41',
    says: /is 1.29.* from 2013Q1/,
    allowed: /up to 1; the guarantee agency/,
  },
  'shares over the whole in an arm': {
    file: after(
      'policy: { guarantee: { bankShare: 0.6 } }\narms: { a: { guarantee: { governmentShare: { 2015: 0.7 } } } }\n',
    ),
    at: 'try.yaml:5:44',
    says: /1.29.* from 2015Q1/,
    allowed: /up to 1/,
  },
  'shares over the whole in a trial': {
    file: after(
      'arms: { a: { guarantee: { bankShare: 0.6 }, trial: { policy: { guarantee: { governmentShare: 0.7 } } } } }\n',
    ),
    at: 'try.yaml:4:94',
    says: /1.29/,
    allowed: /up to 1/,
  },
  'lines over the whole': {
    file: after('policy: { fund: { shares: { equity: 0.9 } } }\n'),
    at: 'try.yaml:4:37',
    says: /fund\.shares/,
    allowed: /grants get the rest/,
  },
  // Units
  'a unit after a number': {
    file: after('policy: { fund: { budget: 800 million } }\n'),
    at: 'try.yaml:4:27',
    says: /without an operator/,
    allowed: /numbers, names/,
  },
  'a percent sign': {
    file: after('policy: { guarantee: { governmentShare: 40% } }\n'),
    at: 'try.yaml:4:41',
    says: /percent/,
    allowed: /numbers/,
  },
  'percent as a number': {
    file: after('policy: { guarantee: { governmentShare: 40 } }\n'),
    at: 'try.yaml:4:41',
    says: /is 40/,
    allowed: /0 to 1/,
  },
  'thousands with a comma': {
    file: after("policy: { fund: { budget: '1,600' } }\n"),
    at: 'try.yaml:4:27',
    says: /not an expression/,
    allowed: /numbers/,
  },
  // Dates
  'a start that is no date': {
    file: after('start: 2013-01\n'),
    at: 'try.yaml:4:8',
    says: /start is "2013-01"/,
    allowed: /2014Q3/,
  },
  'a fifth quarter': {
    file: after('start: 2013Q5\n'),
    at: 'try.yaml:4:8',
    says: /2013Q5/,
    allowed: /2014Q3/,
  },
  'the year 13': { file: after('start: 13\n'), at: 'try.yaml:4:8', says: /start is 13/, allowed: /2014Q3/ },
  'a step in no quarter': {
    file: after('policy: { fund: { budget: { spring: 8 } } }\n'),
    at: 'try.yaml:4:29',
    says: /"spring"/,
    allowed: /2014Q3/,
  },
  'a step before the start': {
    file: after('policy: { fund: { budget: { 2010: 8, 2014: 9 } } }\n'),
    at: 'try.yaml:4:29',
    says: /2010Q1, before the start/,
    allowed: /2013Q1 or later/,
  },
  'a step before the start in an arm': {
    file: after('start: 2015\narms: { a: { fund: { budget: { 2014Q4: 8 } } } }\n'),
    at: 'try.yaml:5:32',
    says: /2014Q4, before the start/,
    allowed: /2015Q1 or later/,
  },
  'a parameter before the burn-in': {
    file: after('burnIn: 4\nparameters: { learn: { transferRate: { 2011Q4: 0.1 } } }\n'),
    at: 'try.yaml:5:40',
    says: /before the burn-in/,
    allowed: /2012Q1 or later/,
  },
  // Regions
  'a misspelt region': {
    file: whole('version: 1\nname: try\nregion: twon\n'),
    at: 'try.yaml:3:9',
    says: /no region "twon"/,
    allowed: /town, or the path/,
    nearest: 'town',
  },
  'a region that is missing': {
    file: whole('version: 1\nname: try\nregion: ./far.yaml\n'),
    at: 'try.yaml:3:9',
    says: /no such file/,
    allowed: /YAML/,
  },
  'a region that is a number': {
    file: whole('version: 1\nname: try\nregion: 5\n'),
    at: 'try.yaml:3:9',
    says: /region is 5/,
    allowed: /a region's name/,
  },
  'a region with a wrong number': {
    file: withRegion,
    others: region(regionText.replace('minimumScale: 0.02', 'minimumScale: 2')),
    at: 'own.yaml:4:15',
    says: /minimumScale is 2/,
    allowed: /0.0001 to 1/,
  },
  'a region with a misspelt lever': {
    file: withRegion,
    others: region(regionText.replace('budget:', 'bugdet:')),
    at: 'own.yaml:16:11',
    says: /fund\.bugdet is not a lever/,
    allowed: /budget/,
    nearest: 'fund.budget',
  },
  'a region with seven fields': {
    file: withRegion,
    others: region(regionText.replace(', h]', ']')),
    at: 'own.yaml:14:9',
    says: /a list of 7/,
    allowed: /8 technology fields/,
  },
  'a region with a fact out of range': {
    file: withRegion,
    others: region(regionText.replace('value: 1000', 'value: 9')),
    at: 'own.yaml:6:27',
    says: /facts\.CF01 is 9/,
    allowed: /900 to 1100/,
  },
  'a region with a short sector': {
    file: withRegion,
    others: region(regionText.replace('{ size: 1 }', '{}')),
    at: 'own.yaml:13:5',
    says: /trade has no size/,
    allowed: /exactly size/,
  },
  'a region without a source': {
    file: withRegion,
    others: region(regionText.replace('source: a test, ', '')),
    at: 'own.yaml:6:9',
    says: /facts\.CF01\.source is missing/,
    allowed: /where the number comes from/,
  },
  // Arms and trials
  'an arm that a table takes for a missing value': {
    file: after('arms: { NA: {} }\n'),
    at: 'try.yaml:4:9',
    says: /NA/,
    allowed: /beginning with a letter; not what tables have for nothing/,
  },
  'an arm that a table takes for a number': {
    file: after('arms: { 80: {} }\n'),
    at: 'try.yaml:4:9',
    says: /80/,
    allowed: /beginning with a letter/,
  },
  'an outcome that a table takes for a truth value': {
    file: after('outcomes: { True: innovations }\n'),
    at: 'try.yaml:4:13',
    says: /True/,
    allowed: /beginning with a letter; not what tables have for nothing/,
  },
  'an arm with a space': {
    file: after('arms: { big fund: {} }\n'),
    at: 'try.yaml:4:9',
    says: /"big fund"/,
    allowed: /letters, digits/,
  },
  'a baseline that changes something': {
    file: after('arms: { baseline: { fund: { budget: 9 } } }\n'),
    at: 'try.yaml:4:9',
    says: /baseline sets levers/,
    allowed: /empty baseline/,
  },
  'a trial of a budget': {
    file: after('arms: { a: { trial: { policy: { fund: { budget: 9 } } } } }\n'),
    at: 'try.yaml:4:41',
    says: /whole region/,
    allowed: /fund\.matching, guarantee\.governmentShare/,
  },
  'a trial of nothing': {
    file: after('arms: { a: { trial: { share: 0.5, policy: {} } } }\n'),
    at: 'try.yaml:4:43',
    says: /an empty group/,
    allowed: /fund\.matching/,
  },
  'a trial without a policy': {
    file: after('arms: { a: { trial: { share: 0.5 } } }\n'),
    at: 'try.yaml:4:21',
    says: /policy is missing/,
    allowed: /fund\.matching/,
  },
  'a trial of a share over 1': {
    file: after('arms: { a: { trial: { share: 50, policy: { fund: { matching: 0 } } } } }\n'),
    at: 'try.yaml:4:30',
    says: /share is 50/,
    allowed: /0 to 1/,
  },
  'a trial both drawn and named': {
    file: after('arms: { a: { trial: { share: 0.5, ids: [1], policy: { fund: { matching: 0 } } } } }\n'),
    at: 'try.yaml:4:40',
    says: /both/,
    allowed: /`share` or `ids`/,
  },
  'a trial of negative firms': {
    file: after('arms: { a: { trial: { ids: [1, -2], policy: { fund: { matching: 0 } } } } }\n'),
    at: 'try.yaml:4:32',
    says: /is -2/,
    allowed: /whole numbers from 0/,
  },
  'a trial of a firm twice': {
    file: after('arms: { a: { trial: { ids: [1, 1], policy: { fund: { matching: 0 } } } } }\n'),
    at: 'try.yaml:4:28',
    says: /twice/,
    allowed: /once/,
  },
  'a trial by an unknown attribute': {
    file: after('arms: { a: { trial: { where: employes > 9, policy: { fund: { matching: 0 } } } } }\n'),
    at: 'try.yaml:4:30',
    says: /"employes"/,
    allowed: /employees, revenue/,
    nearest: 'employees',
  },
  'a misspelt key of a trial': {
    file: after('arms: { a: { trial: { were: age > 9, policy: { fund: { matching: 0 } } } } }\n'),
    at: 'try.yaml:4:23',
    says: /were is not a key of a trial/,
    allowed: /where, share/,
    nearest: 'where',
  },
  // Expressions
  'an unknown metric': {
    file: after("policy: { fund: { budget: 'inovations > 3 ? 1 : 2' } }\n"),
    at: 'try.yaml:4:27',
    says: /"inovations"/,
    allowed: /year, quarter, t, innovations/,
    nearest: 'innovations',
  },
  'a metric in a parameter': {
    file: after("parameters: { learn: { transferRate: 'defaultRate / 2' } }\n"),
    at: 'try.yaml:4:38',
    says: /"defaultRate"/,
    allowed: /year, quarter, t$/,
  },
  'a huge expression': {
    file: after(`policy: { fund: { budget: '${'1 + '.repeat(3000)}1' } }\n`),
    at: 'try.yaml:4:27',
    says: /policy\.fund\.budget is/,
    allowed: /1 to 2000 characters/,
  },
  'a deep expression': {
    file: after(`policy: { fund: { budget: '${'('.repeat(400)}1${')'.repeat(400)}' } }\n`),
    at: 'try.yaml:4:27',
    says: /40 levels/,
    allowed: /numbers/,
  },
  'an expression of many parts': {
    file: after(`policy: { fund: { budget: 'max(${'1+1,'.repeat(300)}1)' } }\n`),
    at: 'try.yaml:4:27',
    says: /1 to 20 values/,
    allowed: /numbers/,
  },
  'a call of the host': {
    file: after("policy: { fund: { budget: 'import(1)' } }\n"),
    at: 'try.yaml:4:27',
    says: /no function "import"/,
    allowed: /abs, min/,
  },
  'a property': {
    file: after("policy: { fund: { budget: 'year.constructor' } }\n"),
    at: 'try.yaml:4:27',
    says: /accessor/,
    allowed: /numbers/,
  },
  'an assignment': {
    file: after("policy: { fund: { budget: 'year = 3' } }\n"),
    at: 'try.yaml:4:27',
    says: /assignment/,
    allowed: /numbers/,
  },
  'half an expression': {
    file: after("policy: { fund: { budget: '1 +' } }\n"),
    at: 'try.yaml:4:27',
    says: /not an expression/,
    allowed: /numbers/,
  },
  'an expression that is out of range at once': {
    file: after("policy: { fund: { budget: '100 * 100' } }\n"),
    at: 'try.yaml:4:27',
    says: /would be 10000/,
    allowed: /0 to 3000/,
  },
  'a division by zero at once': {
    file: after("policy: { fund: { budget: '1 / 0' } }\n"),
    at: 'try.yaml:4:27',
    says: /division by zero/,
    allowed: /0 to 3000/,
  },
  'an outcome of a later outcome': {
    file: after('outcomes: { a: b + 1, b: innovations }\n'),
    at: 'try.yaml:4:16',
    says: /"b"/,
    allowed: /innovations/,
  },
  'an outcome called like a metric': {
    file: after('outcomes: { innovations: publicCost }\n'),
    at: 'try.yaml:4:26',
    says: /called like a metric/,
    allowed: /own/,
  },
  'an outcome called like a function': {
    file: after('outcomes: { max: publicCost }\n'),
    at: 'try.yaml:4:18',
    says: /like a word/,
    allowed: /own/,
  },
  'an outcome with a dash': {
    file: after('outcomes: { per-head: publicCost }\n'),
    at: 'try.yaml:4:13',
    says: /"per-head"/,
    allowed: /letters and digits/,
  },
  // Text
  'a tab': { file: after('policy:\n\tfund: 3\n'), at: 'try.yaml:5:1', says: /a tab/, allowed: /spaces/ },
  'wrong indentation': {
    file: after('policy:\n    fund:\n      budget: 3\n   talent: {}\n'),
    at: 'try.yaml:7:1',
    says: /./,
    allowed: /YAML/,
  },
  'an open bracket': {
    file: after('policy: { fund: { budget: 3 }\n'),
    at: 'try.yaml:5:1',
    says: /./,
    allowed: /YAML/,
  },
  'an alias bomb': {
    file: whole(`${bomb.join('\n')}\n`),
    at: 'try.yaml:1:1',
    says: /values, aliases counted/,
    allowed: /up to/,
  },
  'an alias of itself': {
    file: after('policy: &p { fund: *p }\n'),
    at: 'try.yaml:4:20',
    says: /no value that ends before this one/,
    allowed: /&/,
  },
  'a thousand levels': {
    file: whole('['.repeat(1000)),
    at: 'try.yaml:1:1',
    says: /levels deep/,
    allowed: /./,
  },
  'two documents': {
    file: after('---\nversion: 1\n'),
    at: 'try.yaml:4:1',
    says: /second document/,
    allowed: /one document/,
  },
  'an older YAML': {
    file: whole('%YAML 1.1\n---\nversion: 1\n'),
    at: 'try.yaml:1:1',
    says: /older version/,
    allowed: /1.2/,
  },
  'a list': {
    file: whole('- version\n- name\n'),
    at: 'try.yaml:1:1',
    says: /not a group of keys/,
    allowed: /key: value/,
  },
  'a word': {
    file: whole('scenario\n'),
    at: 'try.yaml:1:1',
    says: /not a group of keys/,
    allowed: /key: value/,
  },
  'an unknown tag': {
    file: after('seed: !!binary aGk=\n'),
    at: 'try.yaml:4:16',
    says: /unknown kind/,
    allowed: /text/,
  },
  // Files
  'an empty file': { file: whole(''), at: 'try.yaml:1:1', says: /empty/, allowed: /key: value/ },
  'only a comment': { file: whole('# nothing\n'), at: 'try.yaml:1:1', says: /empty/, allowed: /key: value/ },
  'a binary file': {
    file: new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]),
    at: 'try.yaml',
    says: /binary/,
    allowed: /UTF-8/,
  },
  'text in Latin-1': {
    file: new Uint8Array([...utf8(head), ...utf8('question: caf'), 0xe9, 0x0a]),
    at: 'try.yaml',
    says: /not UTF-8/,
    allowed: /UTF-8/,
  },
  'text in UTF-16': {
    file: new Uint8Array([0xff, 0xfe, 0x61, 0x62]),
    at: 'try.yaml',
    says: /not UTF-8/,
    allowed: /UTF-8/,
  },
  'a huge file': {
    file: utf8(`# ${'x'.repeat(600_000)}`),
    at: 'try.yaml',
    says: /larger than 512 KiB/,
    allowed: /512 KiB/,
  },
  'a missing file': { file: new Unreadable('ENOENT'), at: 'try.yaml', says: /no such file/, allowed: /YAML/ },
  'a directory': { file: new Unreadable('EISDIR'), at: 'try.yaml', says: /directory/, allowed: /YAML/ },
  'no permission': { file: new Unreadable('EACCES'), at: 'try.yaml', says: /no permission/, allowed: /YAML/ },
  'a broken disk': { file: new Unreadable('EIO'), at: 'try.yaml', says: /cannot be read/, allowed: /YAML/ },
  // Inheritance
  'extends nothing there': {
    file: after('extends: far.yaml\n'),
    at: 'try.yaml:4:10',
    says: /far\.yaml: there is no such file/,
    allowed: /YAML/,
  },
  'extends itself': {
    file: after('extends: try.yaml\n'),
    at: 'try.yaml:4:10',
    says: /try\.yaml -> try\.yaml/,
    allowed: /ends/,
  },
  'extends in a circle': {
    file: after('extends: b.yaml\n'),
    others: { 'b.yaml': 'version: 1\nextends: c.yaml\n', 'c.yaml': 'version: 1\nextends: try.yaml\n' },
    at: 'c.yaml:2:10',
    says: /try\.yaml -> b\.yaml -> c\.yaml -> try\.yaml/,
    allowed: /ends/,
  },
  'extends a broken file': {
    file: after('extends: b.yaml\n'),
    others: { 'b.yaml': 'version: 1\nscale: -1\n' },
    at: 'b.yaml:2:8',
    says: /scale is -1/,
    allowed: /up to 1/,
  },
  'extends a list': {
    file: after('extends: [b.yaml]\n'),
    at: 'try.yaml:4:10',
    says: /a list/,
    allowed: /path/,
  },
}

describe('a broken scenario tells where, what is allowed, and the nearest name', () => {
  it.each(Object.entries(cases))('%s', async (_name, { file, at, says, allowed, nearest, others }) => {
    const problems = await problemsOf(load(file, others))
    const places = problems.map(({ file: path, line, column }) =>
      line === 0 ? path : `${path}:${line}:${column}`,
    )
    expect(places, JSON.stringify(problems, null, 1)).toContain(at)
    const found = problems[places.indexOf(at)]
    expect(found.message).toMatch(says)
    expect(found.allowed ?? found.message).toMatch(allowed)
    if (nearest !== undefined) expect(found.nearest).toBe(nearest)
  })

  it('has one problem for one mistake', async () => {
    for (const [name, { file, others }] of Object.entries(cases)) {
      const problems = await problemsOf(load(file, others))
      if (name === 'an alias bomb' || name === 'a lever that is true') continue
      expect(problems.length, `${name}\n${JSON.stringify(problems, null, 1)}`).toBe(1)
    }
  })

  it('tells each in well under a second', async () => {
    for (const [name, { file, others }] of Object.entries(cases)) {
      const begun = performance.now()
      await errorOf(load(file, others))
      expect(performance.now() - begun, name).toBeLessThan(1000)
    }
  })
})

describe('the text of an error', () => {
  it('shows the place, the line with a caret, what is allowed and the nearest name', async () => {
    const { message } = await errorOf(load(after('policy:\n  fund: { budgt: 8 }\n')))
    expect(message).toBe(
      [
        'try.yaml:5:11: fund.budgt is not a lever',
        '      fund: { budgt: 8 }',
        '              ^',
        '  allowed: budget, matching, shares',
        '  did you mean "fund.budget"?',
      ].join('\n'),
    )
  })

  it('tells everything that is wrong, in order of place', async () => {
    const text = after(
      'scale: 9\nquarters: x\nburnIn: -1\nfoo: 1\noutcomes: { a: b }\npolicy: { fund: { budget: { 2001: 3 } } }\n',
    )
    const problems = await problemsOf(load(text))
    expect(problems.map((problem) => problem.line)).toEqual([4, 5, 6, 7, 8, 9])
  })

  it('stops after as many as a person can read', async () => {
    const keys = Array.from({ length: 5000 }, (_, index) => `key${index}: 1`).join('\n')
    const { problems, message } = await errorOf(load(after(keys)))
    expect(problems.length).toBe(200)
    expect(message.split('\n').length).toBeLessThan(250)
    expect(message).toMatch(/and 160 more problems$/)
  })

  it('cannot rewrite the terminal', async () => {
    const { message } = await errorOf(load(after('"\\e[2Jx": 1\n"a\u001b[31m": 2\n')))
    expect(message).not.toContain('\u001b')
  })

  it('shows a part of a very long line', async () => {
    const { message } = await errorOf(
      load(after(`policy: { fund: { ${' '.repeat(5000)}budgt: 3 } } # ${'y'.repeat(5000)}\n`)),
    )
    const [, line, caret] = message.split('\n')
    expect(line.length).toBeLessThan(120)
    expect(line.slice(caret.indexOf('^'))).toMatch(/^budgt/)
  })
})
