/** Owns units of measure: the closed list, their words, and how many decimals are honest. */
import type { Words } from './failure.ts'

export type UnitOfMeasure = {
  title: Words
  /** Suffix on tiles: "1.234,5 tỷ đồng". */
  short: Words
  /** Percent and points are compared by subtraction ("tăng 2,3 điểm %"), all others by ratio. */
  compare: 'points' | 'ratio'
  /** Decimals in tables. */
  decimals: number
  /** Money in billions of đồng may be shown in larger units. */
  scales?: boolean
}

const one = (vi: string, en: string, rest: Partial<UnitOfMeasure> = {}): UnitOfMeasure => ({
  title: { vi, en },
  short: { vi, en },
  compare: 'ratio',
  decimals: 0,
  ...rest,
})

export const unitsOfMeasure: Record<string, UnitOfMeasure> = {
  percent: { title: { vi: 'phần trăm', en: 'percent' }, short: { vi: '%', en: '%' }, compare: 'points', decimals: 1 },
  vnd_billion: one('tỷ đồng', 'VND billion', { decimals: 0, scales: true }),
  usd: one('USD', 'USD'),
  usd_million: one('triệu USD', 'USD million', { decimals: 1 }),
  enterprises: one('doanh nghiệp', 'enterprises'),
  households: one('hộ', 'households'),
  persons: one('người', 'persons'),
  persons_per_km2: one('người/km²', 'persons/km²'),
  km2: one('km²', 'km²', { decimals: 1 }),
  records: one('hồ sơ', 'records'),
  dossiers: one('hồ sơ', 'dossiers'),
  procedures: one('thủ tục', 'procedures'),
  services: one('dịch vụ', 'services'),
  systems: one('hệ thống', 'systems'),
  databases: one('cơ sở dữ liệu', 'databases'),
  datasets: one('bộ dữ liệu', 'datasets'),
  parcels: one('thửa đất', 'parcels'),
  accounts: one('tài khoản', 'accounts'),
  units: one('đơn vị', 'units'),
  initiatives: one('sáng kiến', 'initiatives'),
  projects: one('dự án', 'projects'),
  tasks: one('nhiệm vụ', 'tasks'),
  layers: one('lớp dữ liệu', 'layers'),
  terabytes: one('TB', 'TB', { decimals: 1 }),
  household_businesses: one('hộ kinh doanh', 'household businesses'),
  petitions: one('kiến nghị', 'petitions'),
  processes: one('quy trình', 'processes'),
  campaigns: one('chiến dịch', 'campaigns'),
  models: one('mô hình', 'models'),
  documents: one('văn bản', 'documents'),
  copies: one('bản sao', 'copies'),
  visits: one('lượt khám', 'visits'),
  logins: one('lượt đăng nhập', 'logins'),
  submissions: one('phản ánh', 'submissions'),
  platforms: one('nền tảng', 'platforms'),
  signatures: one('chữ ký số', 'signatures'),
  groups: one('nhóm', 'groups'),
  vnd_per_person_day: one('đồng/người/ngày', 'VND per person per day'),
  rank: { title: { vi: 'thứ hạng', en: 'rank' }, short: { vi: 'hạng', en: 'rank' }, compare: 'points', decimals: 0 },
  score: {
    title: { vi: 'điểm (0–1)', en: 'score (0–1)' },
    short: { vi: 'điểm', en: 'points' },
    compare: 'points',
    decimals: 4,
  },
  points: { title: { vi: 'điểm', en: 'points' }, short: { vi: 'điểm', en: 'points' }, compare: 'points', decimals: 2 },
}
