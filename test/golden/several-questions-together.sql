-- [{"indicator":"money/revenue","period":"2024","compare":["target","last-year"]},{"indicator":"permits/fees","period":"2024","where":{"in_time":["yes"]}}]
-- $1 = "tiny", $2 = "tiny_merged", $3 = "revenue", $4 = "actual", $5 = "2023-01-01", $6 = "2024-12-31", $7 = "2024-12-28", $8 = "tiny", $9 = "tiny", $10 = "yes", $11 = "2024-01-01", $12 = "2024-12-31", $13 = "tiny_merged", $14 = "tiny_merged", $15 = "yes", $16 = "2024-01-01", $17 = "2024-12-31"
SELECT 0 AS q, part, unit, period_start, period_end, value, certainty, rounding, published, id, source, source_rank, of_unit, item, stated, note, d0, d1, CAST(NULL AS DOUBLE) AS v0 FROM (
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
) AS q0
UNION ALL
SELECT 1 AS q, part, unit, period_start, period_end, CAST(NULL AS DOUBLE) AS value, CAST(NULL AS VARCHAR) AS certainty, CAST(NULL AS VARCHAR) AS rounding, CAST(NULL AS VARCHAR) AS published, CAST(NULL AS VARCHAR) AS id, CAST(NULL AS VARCHAR) AS source, CAST(NULL AS INTEGER) AS source_rank, CAST(NULL AS VARCHAR) AS of_unit, CAST(NULL AS VARCHAR) AS item, CAST(NULL AS VARCHAR) AS stated, CAST(NULL AS VARCHAR) AS note, CAST(NULL AS VARCHAR) AS d0, CAST(NULL AS VARCHAR) AS d1, v0 FROM (
SELECT 'of' AS part,
  CAST($9 AS VARCHAR) AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(e.bucket AS VARCHAR) AS period_end,
  CAST(e.v0 AS DOUBLE) AS v0
FROM (
  SELECT "day" AS bucket, sum("fee") AS v0
  FROM "permits__city_by_unit_kind_in_time"
  WHERE "unit" = $8
    AND "in_time" IN ($10)
    AND "day" >= CAST($11 AS DATE)
    AND "day" <= CAST($12 AS DATE)
  GROUP BY 1
) AS e
UNION ALL
SELECT 'of' AS part,
  CAST($14 AS VARCHAR) AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(e.bucket AS VARCHAR) AS period_end,
  CAST(e.v0 AS DOUBLE) AS v0
FROM (
  SELECT "day" AS bucket, sum("fee") AS v0
  FROM "permits__city_by_unit_kind_in_time"
  WHERE "unit" = $13
    AND "in_time" IN ($15)
    AND "day" >= CAST($16 AS DATE)
    AND "day" <= CAST($17 AS DATE)
  GROUP BY 1
) AS e
) AS q1
