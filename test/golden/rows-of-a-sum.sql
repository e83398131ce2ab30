-- {"indicator":"money/revenue","from":"rows","period":"2024","by":["payer","unit:district"]}
-- $1 = "2024-01-01", $2 = "2024-12-31", $3 = "tiny", $4 = "tiny_merged", $5 = "district"
SELECT 'of' AS part,
  a.ancestor AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(max(e.through) AS VARCHAR) AS period_end,
  e.c0 AS c0,
  CAST(sum(e.v0) AS DOUBLE) AS value
FROM (
  SELECT "unit" AS unit, CAST(date_trunc('month', "day") AS DATE) AS bucket, COALESCE("payer", '') AS c0, CAST(date_trunc('month', "day") AS DATE) AS through, sum("actual") AS v0
  FROM "receipts"
  WHERE "day" >= CAST($1 AS DATE)
    AND "day" <= CAST($2 AS DATE)
  GROUP BY 1, 2, 3
) AS e
JOIN dim_unit AS a ON a.unit = e.unit AND a.ancestor IN (SELECT unit FROM dim_unit WHERE ancestor IN ($3, $4) AND level IN ($5))
GROUP BY a.ancestor, e.bucket, e.c0
