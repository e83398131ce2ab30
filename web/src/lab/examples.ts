/** Owns the example queries: questions of the strategy asked of the tables that are there. A test runs every one. */
import type { Words } from '@laban/shared'

export type Example = { id: string; title: Words; sql: string }

export const examples: readonly Example[] = [
  {
    id: 'revenue-years',
    title: {
      vi: 'Thu ngân sách các năm, số quyết toán và số công bố gần nhất',
      en: 'Budget revenue by year, latest published',
    },
    sql: `SELECT unit, year(period_end) AS year, max_by(value, published) AS revenue, max(published) AS published
FROM budget
WHERE item = 'budget_revenue' AND stated = 'actual'
  AND unit IN ('hcmc', 'hcmc_merged')
  AND revenue_source = '' AND spending_type = '' AND basis = '' AND level = '' AND scope = ''
  AND month(period_end) = 12
GROUP BY unit, year(period_end)
ORDER BY year, unit`,
  },
  {
    id: 'revenue-sources',
    title: { vi: 'Cơ cấu nguồn thu ngân sách các năm', en: 'Sources of revenue by year' },
    sql: `SELECT year(period_end) AS year, revenue_source, max_by(value, published) AS revenue
FROM budget
WHERE item = 'budget_revenue' AND stated = 'actual' AND unit IN ('hcmc', 'hcmc_merged')
  AND month(period_start) = 1 AND month(period_end) = 12
  AND revenue_source <> '' AND scope = ''
GROUP BY ALL
ORDER BY year DESC, revenue DESC`,
  },
  {
    id: 'investment-rates',
    title: {
      vi: 'Giải ngân đầu tư công: nơi nào công bố kế hoạch khác nhau',
      en: 'Public investment: plans published with different amounts',
    },
    sql: `SELECT year(period_end) AS year, basis, count(DISTINCT value) AS amounts, min(value) AS lowest, max(value) AS highest
FROM investment
WHERE item = 'public_investment_plan' AND stated = 'plan' AND unit IN ('hcmc', 'hcmc_merged')
  AND owner = '' AND project = '' AND scope = ''
GROUP BY ALL
HAVING count(DISTINCT value) > 1
ORDER BY year, basis`,
  },
  {
    id: 'disbursed-months',
    title: { vi: 'Giải ngân lũy kế theo ngày, các năm gần đây', en: 'Disbursement to date, recent years' },
    sql: `SELECT year(period_end) AS year, period_end AS day, max(value) AS disbursed
FROM investment
WHERE item = 'public_investment_disbursed' AND stated = 'actual' AND unit IN ('hcmc', 'hcmc_merged')
  AND owner = '' AND project = '' AND scope = '' AND month(period_start) = 1 AND day(period_start) = 1
GROUP BY ALL
ORDER BY day`,
  },
  {
    id: 'dti-cities',
    title: { vi: 'Xếp hạng chuyển đổi số (DTI) của các thành phố', en: 'Digital transformation rank of the cities' },
    sql: `SELECT unit, year(period_end) AS year, min(value) AS rank
FROM digital
WHERE item = 'dti_rank' AND stated = 'actual' AND pillar = '' AND component = ''
GROUP BY ALL
ORDER BY year DESC, rank`,
  },
  {
    id: 'density',
    title: { vi: 'Mật độ dân số của 168 phường, xã, đặc khu', en: 'Population density of the 168 new units' },
    sql: `SELECT p.unit, u.name_vi AS name, p.value AS persons, a.value AS km2, round(p.value / a.value) AS density
FROM people p
JOIN land a ON a.unit = p.unit AND a.item = 'area'
JOIN units u ON u.unit = p.unit
WHERE p.item = 'population' AND p.unit LIKE 'hcmc_merged/%' AND a.value > 0
ORDER BY density DESC`,
  },
  {
    id: 'late-sources',
    title: {
      vi: 'Số liệu đến chậm: số ngày từ cuối kỳ đến khi công bố',
      en: 'Late figures: days from the end of the period to publication',
    },
    sql: `SELECT item, count(*) AS statements, median(date_diff('day', period_end, published)) AS days
FROM budget
WHERE unit IN ('hcmc', 'hcmc_merged') AND stated = 'actual' AND published >= period_end
GROUP BY item
HAVING count(*) >= 5
ORDER BY days DESC`,
  },
  {
    id: 'certainty',
    title: { vi: 'Độ chắc chắn của số liệu theo bảng', en: 'How certain the figures are, by table' },
    sql: `SELECT 'budget' AS dataset, certainty, count(*) AS statements FROM budget GROUP BY certainty
UNION ALL
SELECT 'investment', certainty, count(*) FROM investment GROUP BY certainty
UNION ALL
SELECT 'enterprise', certainty, count(*) FROM enterprise GROUP BY certainty
ORDER BY dataset, statements DESC`,
  },
  {
    id: 'new-enterprises',
    title: { vi: 'Doanh nghiệp thành lập mới: số lũy kế đã công bố', en: 'New enterprises: published running totals' },
    sql: `SELECT period_start AS first_day, period_end AS last_day, max_by(value, published) AS enterprises
FROM enterprise
WHERE item = 'enterprises_new' AND stated = 'actual' AND unit IN ('hcmc', 'hcmc_merged')
  AND legal_form = '' AND sector = '' AND ownership = '' AND scope = ''
GROUP BY ALL
ORDER BY last_day`,
  },
  {
    id: 'conflicts',
    title: { vi: 'Cùng một số liệu, hai nguồn nói khác nhau', en: 'One figure, two sources that disagree' },
    sql: `SELECT unit, item, period_start, period_end, min(value) AS lowest, max(value) AS highest,
  count(DISTINCT source) AS sources
FROM budget
WHERE stated = 'actual' AND certainty IN ('actual', 'settled')
  AND revenue_source = '' AND spending_type = '' AND basis = '' AND level = '' AND scope = ''
GROUP BY unit, item, period_start, period_end
HAVING count(DISTINCT value) > 1
ORDER BY (max(value) - min(value)) / max(value) DESC`,
  },
  {
    id: 'owners',
    title: { vi: 'Chủ đầu tư giải ngân theo tháng', en: 'Disbursement by owner and month' },
    sql: `SELECT date_trunc('month', day) AS month, owner, sum(amount) AS disbursed
FROM disbursements
GROUP BY ALL
ORDER BY month, owner`,
  },
  {
    id: 'large-projects',
    title: { vi: 'Dự án dồn giải ngân vào tháng 12', en: 'Projects that disburse in December' },
    sql: `SELECT project, sum(amount) AS disbursed,
  round(100 * sum(amount) FILTER (WHERE month(day) = 12) / sum(amount), 1) AS december_percent
FROM disbursements
GROUP BY project
HAVING sum(amount) > 0
ORDER BY disbursed DESC
LIMIT 50`,
  },
]
