/**
 * Owns what the tiny city's figures must be, worked out by hand from packs/: read a case beside the CSV that it names. A figure is
 * [unit, cut, period, value]; periods are written as `parsePeriod` reads them.
 */
import type { QuestionInput } from '@laban/shared'

export type Case = {
  title: string
  question: Omit<QuestionInput, 'city'>
  figures: [unit: string, cut: Record<string, string>, period: string, value: number | null][]
}

export const cases: Case[] = [
  {
    title: 'money/revenue.csv: a month without a statement stays empty, the settled account replaces the estimate, the office is preferred to the paper',
    question: { indicator: 'money/revenue', period: '2023', grain: 'month' },
    figures: [
      ['tiny', {}, '2023-01', 100],
      ['tiny', {}, '2023-01..2023-02', 190],
      ['tiny', {}, '2023-Q1', 300],
      ['tiny', {}, '2023-01..2023-04', null],
      ['tiny', {}, '2023-01..2023-05', 500],
      ['tiny', {}, '2023-Q1..2023-Q2', 600],
      ['tiny', {}, '2023-01..2023-07', null],
      ['tiny', {}, '2023-01..2023-08', null],
      ['tiny', {}, '2023-Q1..2023-Q3', 900],
      ['tiny', {}, '2023-01..2023-10', null],
      ['tiny', {}, '2023-01..2023-11', null],
      ['tiny', {}, '2023', 1200],
    ],
  },
  {
    title: 'money/revenue.csv: as known on 5 January 2024 the year was still the estimate of 28 December',
    question: { indicator: 'money/revenue', period: '2023-12-31', asOf: '2024-01-05' },
    figures: [['tiny', {}, '2023', 1180]],
  },
  {
    title: 'money/revenue.csv: two territories meet on 30 June 2024; half a year from 1 July on is not cumulative',
    question: { indicator: 'money/revenue', period: '2024-06..2024-12' },
    figures: [
      ['tiny', {}, '2024-Q1..2024-Q2', 660],
      ['tiny_merged', {}, '2024-Q1..2024-Q2', 900],
      ['tiny_merged', {}, '2024-Q1..2024-Q3', 1350],
      ['tiny_merged', {}, '2024', 1800],
    ],
  },
  {
    title: 'money/revenue.csv: the widest sources, which add up to 1,200',
    question: { indicator: 'money/revenue', period: '2023', by: ['source_of'] },
    figures: [
      ['tiny', { source_of: 'domestic' }, '2023', 700],
      ['tiny', { source_of: 'trade' }, '2023', 500],
    ],
  },
  {
    title: 'money/revenue.csv: the parts of one source',
    question: { indicator: 'money/revenue', period: '2023', by: ['source_of'], where: { source_of: ['domestic'] } },
    figures: [
      ['tiny', { source_of: 'fees' }, '2023', 50],
      ['tiny', { source_of: 'tax' }, '2023', 650],
    ],
  },
  {
    title: 'money/revenue.csv: the plan of 1,100 held when February 2024 was published, 1,320 from 15 May on; 209 / 1,100, 333 / 1,100, 660 / 1,320',
    question: { indicator: 'money/execution', period: '2024-02..2024-06', unit: 'tiny' },
    figures: [
      ['tiny', {}, '2024-01..2024-02', 19],
      ['tiny', {}, '2024-Q1', (333 / 1100) * 100],
      ['tiny', {}, '2024-Q1..2024-Q2', 50],
    ],
  },
  {
    title: 'money/investment.csv: 100 / 400, a printed 45, 300 / 400 although 76 was printed, and the overrun to 31 January 380 / 400',
    question: { indicator: 'money/disbursement', period: '2023' },
    figures: [
      ['tiny', {}, '2023-Q1..2023-Q2', 25],
      ['tiny', {}, '2023-Q1..2023-Q3', 45],
      ['tiny', {}, '2023', 75],
      ['tiny', {}, '2023-01..2024-01', 95],
    ],
  },
  {
    title: 'money/investment.csv: 40 / 50; a denominator of nought and one that is missing give no value',
    question: { indicator: 'money/disbursement', period: '2023', grain: 'year', by: ['unit:district'] },
    figures: [
      ['tiny/east', {}, '2023', 80],
      ['tiny/north', {}, '2023', null],
      ['tiny/west', {}, '2023', null],
    ],
  },
  {
    title: 'money/other.csv: March is missing, and half a year is no quarter',
    question: { indicator: 'money/firms', period: '2023-Q1..2023-Q2', grain: 'month' },
    figures: [
      ['tiny', {}, '2023-01', 10],
      ['tiny', {}, '2023-02', 12],
      ['tiny', {}, '2023-03', null],
      ['tiny', {}, '2023-04', 14],
      ['tiny', {}, '2023-05', null],
      ['tiny', {}, '2023-06', null],
    ],
  },
  {
    title: 'money/other.csv on today\'s map: riverside 6 + 0.25 x 4, hill 0.75 x 4 + 0',
    question: { indicator: 'money/firms', period: '2023-01', by: ['unit:local'], map: 'today' },
    figures: [
      ['tiny_merged/hill', {}, '2023-01', 3],
      ['tiny_merged/riverside', {}, '2023-01', 7],
    ],
  },
  {
    title: 'money/other.csv: of a stock the last count in the quarter',
    question: { indicator: 'money/accounts', period: '2023-Q1..2023-Q3', grain: 'quarter' },
    figures: [
      ['tiny', {}, '2023-03-31', 1000],
      ['tiny', {}, '2023-06-30', 1200],
      ['tiny', {}, '2023-Q3', null],
    ],
  },
  {
    title: 'permits.csv: three a month and a fourth in even months; August 2023 is missing, February 2024 has its 29th',
    question: { indicator: 'permits/issued', period: '2023-07..2024-02', grain: 'month' },
    figures: [
      ['tiny', {}, '2023-07', 3],
      ['tiny', {}, '2023-08', null],
      ['tiny', {}, '2023-09', 3],
      ['tiny', {}, '2023-10', 4],
      ['tiny', {}, '2023-11', 3],
      ['tiny', {}, '2023-12', 4],
      ['tiny', {}, '2024-01', 3],
      ['tiny', {}, '2024-02', 4],
    ],
  },
  {
    title: 'permits.csv: a year over the merger is two halves of 6 x 3 + 3 each, never one sum',
    question: { indicator: 'permits/issued', period: '2024', grain: 'year' },
    figures: [
      ['tiny', {}, '2024-Q1..2024-Q2', 21],
      ['tiny_merged', {}, '2024-Q3..2024-Q4', 21],
    ],
  },
  {
    title: 'permits.csv: 2023 has 11 months: 11 shops; 11 new houses of the east and 5 of the north (even months but August); 11 repairs',
    question: { indicator: 'permits/issued', period: '2023', grain: 'year', by: ['kind'] },
    figures: [
      ['tiny', { kind: 'house' }, '2023', 27],
      ['tiny', { kind: 'shop' }, '2023', 11],
    ],
  },
  {
    title: 'permits.csv: fees run to July 2023 (7 x 32 + 3 x 8), and cannot run on over the missing August',
    question: { indicator: 'permits/fees', period: '2023-07..2023-09', grain: 'month' },
    figures: [
      ['tiny', {}, '2023-01..2023-07', 248],
      ['tiny', {}, '2023-01..2023-08', null],
      ['tiny', {}, '2023-Q1..2023-Q3', null],
    ],
  },
  {
    title: 'permits.csv: in time are 17 of 22 in the east (repairs of odd months but August are), all shops in the west, none in the north',
    question: { indicator: 'permits/in-time', period: '2023', grain: 'year', by: ['unit:district'] },
    figures: [
      ['tiny/east', {}, '2023', (17 / 22) * 100],
      ['tiny/north', {}, '2023', 0],
      ['tiny/west', {}, '2023', 100],
    ],
  },
  {
    title: 'permits.csv: Main, Mill and Top are three streets, counted once each',
    question: { indicator: 'permits/streets', period: '2023', grain: 'year' },
    figures: [['tiny', {}, '2023', 3]],
  },
  {
    title: 'receipts.csv: rows run up to the published 100, 190 and 300; months without rows are missing',
    question: { indicator: 'money/revenue', from: 'rows', period: '2023-01..2023-05', grain: 'month' },
    figures: [
      ['tiny', {}, '2023-01', 100],
      ['tiny', {}, '2023-01..2023-02', 190],
      ['tiny', {}, '2023-Q1', 300],
      ['tiny', {}, '2023-01..2023-04', null],
      ['tiny', {}, '2023-01..2023-05', null],
    ],
  },
  {
    title: 'receipts.csv: the published 660 by district',
    question: { indicator: 'money/revenue', from: 'rows', period: '2024-06', by: ['unit:district'] },
    figures: [
      ['tiny/east', {}, '2024-Q1..2024-Q2', 337],
      ['tiny/north', {}, '2024-Q1..2024-Q2', 124],
      ['tiny/west', {}, '2024-Q1..2024-Q2', 199],
    ],
  },
  {
    title: 'receipts.csv: any value of an open dimension is a code, those with a name and those without',
    question: { indicator: 'money/revenue', from: 'rows', period: '2023-03', by: ['payer'] },
    figures: [
      ['tiny', { payer: 'Mill & Sons' }, '2023-Q1', 80],
      ['tiny', { payer: 'Old Bakery' }, '2023-Q1', 70],
      ['tiny', { payer: 'Treasury' }, '2023-Q1', 0],
      ['tiny', { payer: 'port' }, '2023-Q1', 150],
    ],
  },
  {
    title: 'receipts.csv: narrower codes of rows stand under the wider one; a filter takes any value of an open dimension',
    question: { indicator: 'money/revenue', from: 'rows', period: '2023-03', by: ['source_of'], where: { payer: ['Mill & Sons', 'port'] } },
    figures: [
      ['tiny', { source_of: 'domestic' }, '2023-Q1', 80],
      ['tiny', { source_of: 'trade' }, '2023-Q1', 150],
    ],
  },
  {
    title: 'receipts.csv: 533 by the end of May, of the 1,320 that the estimate had been raised to',
    question: { indicator: 'money/execution', from: 'rows', period: '2024-05' },
    figures: [['tiny', {}, '2024-01..2024-05', 40.378787879]],
  },
  {
    title: 'receipts.csv: as of 15 May the estimate had been raised and nothing had come in since',
    question: { indicator: 'money/execution', from: 'rows', period: '2024-05', asOf: '2024-05-15' },
    figures: [['tiny', {}, '2024-01-01..2024-05-15', 32.803030303]],
  },
  {
    title: "receipts.csv on today's map: the west gives a quarter to the riverside and the rest to the hill",
    question: { indicator: 'money/revenue', from: 'rows', period: '2024-08', by: ['unit:local'], map: 'today' },
    figures: [
      ['tiny_merged/hill', {}, '2024-01..2024-08', 353.25],
      ['tiny_merged/riverside', {}, '2024-01..2024-08', 456.75],
    ],
  },
]
