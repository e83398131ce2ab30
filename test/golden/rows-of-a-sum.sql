-- {"indicator":"money/revenue","from":"rows","period":"2024","by":["payer","unit:district"]}
-- $1 = "2024-01-01", $2 = "2024-12-31", $3 = "tiny", $4 = "tiny_merged", $5 = "district"
SELECT 'of' AS part,
  a.ancestor AS unit,
  CAST(CAST(date_trunc('year', e.bucket) AS DATE) AS VARCHAR) AS period_start,
  CAST(max(e.bucket) AS VARCHAR) AS period_end,
  e.c0 AS c0,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 1) AS DOUBLE) AS v0_1,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 2) AS DOUBLE) AS v0_2,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 3) AS DOUBLE) AS v0_3,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 4) AS DOUBLE) AS v0_4,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 5) AS DOUBLE) AS v0_5,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 6) AS DOUBLE) AS v0_6,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 7) AS DOUBLE) AS v0_7,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 8) AS DOUBLE) AS v0_8,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 9) AS DOUBLE) AS v0_9,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 10) AS DOUBLE) AS v0_10,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 11) AS DOUBLE) AS v0_11,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 12) AS DOUBLE) AS v0_12
FROM (
  SELECT "unit" AS unit, CAST(date_trunc('month', "day") AS DATE) AS bucket, COALESCE("payer", '') AS c0, COALESCE(sum("actual"), 0) AS v0
  FROM "receipts"
  WHERE "day" >= CAST($1 AS DATE)
    AND "day" <= CAST($2 AS DATE)
  GROUP BY 1, 2, 3
) AS e
JOIN dim_unit AS a ON a.unit = e.unit AND a.ancestor IN (SELECT unit FROM dim_unit WHERE ancestor IN ($3, $4) AND level IN ($5))
GROUP BY a.ancestor, CAST(date_trunc('year', e.bucket) AS DATE), e.c0
