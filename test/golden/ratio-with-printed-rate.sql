-- {"indicator":"money/disbursement","period":"2023","by":["unit:district"]}
-- $1 = "tiny", $2 = "tiny_merged", $3 = "district", $4 = "disbursed", $5 = "actual", $6 = "2023-01-01", $7 = "2024-02-29", $8 = "2024-12-28", $9 = "tiny", $10 = "tiny_merged", $11 = "district", $12 = "assigned", $13 = "disbursed", $14 = "plan", $15 = "2022-01-01", $16 = "2024-02-29", $17 = "2024-12-28", $18 = "tiny", $19 = "tiny_merged", $20 = "district", $21 = "assigned", $22 = "disbursement_rate", $23 = "actual", $24 = "2023-01-01", $25 = "2024-02-29", $26 = "2024-12-28"
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
WHERE "item" IN ($4)
  AND "stated" IN ($5)
  AND "source_of" = ''
  AND "basis" = ''
  AND unit IN (SELECT unit FROM dim_unit WHERE ancestor IN ($1, $2) AND level IN ($3))
  AND extract(month FROM period_start) = 1 AND extract(day FROM period_start) = 1
  AND (extract(year FROM period_end) * 12 + extract(month FROM period_end)) <= (extract(year FROM period_start) * 12 + extract(month FROM period_start)) + 13
  AND period_end >= CAST($6 AS DATE)
  AND period_end <= CAST($7 AS DATE)
  AND published <= CAST($8 AS DATE)
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
WHERE "basis" IN ($12)
  AND "item" IN ($13)
  AND "stated" IN ($14)
  AND "source_of" = ''
  AND unit IN (SELECT unit FROM dim_unit WHERE ancestor IN ($9, $10) AND level IN ($11))
  AND extract(month FROM period_start) = 1 AND extract(day FROM period_start) = 1
  AND (extract(year FROM period_end) * 12 + extract(month FROM period_end)) BETWEEN (extract(year FROM period_start) * 12 + extract(month FROM period_start)) + 11 AND (extract(year FROM period_start) * 12 + extract(month FROM period_start)) + 13
  AND period_start >= CAST($15 AS DATE)
  AND period_start <= CAST($16 AS DATE)
  AND published <= CAST($17 AS DATE)
UNION ALL
SELECT 'printed' AS part,
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
WHERE "basis" IN ($21)
  AND "item" IN ($22)
  AND "stated" IN ($23)
  AND "source_of" = ''
  AND unit IN (SELECT unit FROM dim_unit WHERE ancestor IN ($18, $19) AND level IN ($20))
  AND extract(month FROM period_start) = 1 AND extract(day FROM period_start) = 1
  AND (extract(year FROM period_end) * 12 + extract(month FROM period_end)) <= (extract(year FROM period_start) * 12 + extract(month FROM period_start)) + 13
  AND period_end >= CAST($24 AS DATE)
  AND period_end <= CAST($25 AS DATE)
  AND published <= CAST($26 AS DATE)
