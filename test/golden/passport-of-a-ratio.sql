-- {"indicator":"money/execution","period":"2023-12-31"}
-- $1 = "tiny", $2 = "tiny_merged", $3 = "revenue", $4 = "actual", $5 = "2023-01-01", $6 = "2023-12-31", $7 = "2024-12-28", $8 = "tiny", $9 = "tiny_merged", $10 = "revenue", $11 = "plan", $12 = "2022-01-01", $13 = "2023-12-31", $14 = "2024-12-28"
SELECT 'of' AS part,
  s.unit AS unit,
  CAST(s.period_start AS VARCHAR) AS period_start,
  CAST(s.period_end AS VARCHAR) AS period_end,
  s.value AS value,
  s.certainty AS certainty,
  s.rounding AS rounding,
  CAST(s.published AS VARCHAR) AS published,
  s.id AS id,
  s.source AS source,
  s.source_rank AS source_rank,
  s.unit AS of_unit,
  s.item AS item,
  s.stated AS stated,
  s.note AS note,
  CAST(s."source_of" AS VARCHAR) AS d0,
  CAST(s."basis" AS VARCHAR) AS d1
FROM "money" AS s
WHERE "item" IN ($3)
  AND "stated" IN ($4)
  AND "source_of" = ''
  AND "basis" = ''
  AND unit IN ($1, $2)
  AND extract(month FROM period_start) = 1 AND extract(day FROM period_start) = 1
  AND (extract(year FROM period_end) * 12 + extract(month FROM period_end)) <= (extract(year FROM period_start) * 12 + extract(month FROM period_start)) + 11
  AND period_end >= CAST($5 AS DATE)
  AND period_end <= CAST($6 AS DATE)
  AND published <= CAST($7 AS DATE)
UNION ALL
SELECT 'per' AS part,
  s.unit AS unit,
  CAST(s.period_start AS VARCHAR) AS period_start,
  CAST(s.period_end AS VARCHAR) AS period_end,
  s.value AS value,
  s.certainty AS certainty,
  s.rounding AS rounding,
  CAST(s.published AS VARCHAR) AS published,
  s.id AS id,
  s.source AS source,
  s.source_rank AS source_rank,
  s.unit AS of_unit,
  s.item AS item,
  s.stated AS stated,
  s.note AS note,
  CAST(s."source_of" AS VARCHAR) AS d0,
  CAST(s."basis" AS VARCHAR) AS d1
FROM "money" AS s
WHERE "item" IN ($10)
  AND "stated" IN ($11)
  AND "source_of" = ''
  AND "basis" = ''
  AND unit IN ($8, $9)
  AND extract(month FROM period_start) = 1 AND extract(day FROM period_start) = 1
  AND (extract(year FROM period_end) * 12 + extract(month FROM period_end)) BETWEEN (extract(year FROM period_start) * 12 + extract(month FROM period_start)) + 11 AND (extract(year FROM period_start) * 12 + extract(month FROM period_start)) + 11
  AND period_start >= CAST($12 AS DATE)
  AND period_start <= CAST($13 AS DATE)
  AND published <= CAST($14 AS DATE)
