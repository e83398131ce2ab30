-- {"indicator":"permits/fees","period":"2024","where":{"in_time":["yes"]}}
-- $1 = "yes", $2 = "2024-01-01", $3 = "2024-12-31", $4 = "tiny", $5 = "tiny_merged"
SELECT 'of' AS part,
  a.ancestor AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(max(e.through) AS VARCHAR) AS period_end,
  CAST(sum(e.value) AS DOUBLE) AS value,
  CAST(NULL AS VARCHAR) AS certainty,
  CAST(NULL AS VARCHAR) AS rounding,
  CAST(NULL AS VARCHAR) AS published,
  CAST(NULL AS VARCHAR) AS id,
  CAST(NULL AS VARCHAR) AS source,
  CAST(NULL AS INTEGER) AS n,
  CAST(NULL AS DOUBLE) AS low,
  CAST(NULL AS DOUBLE) AS high,
  CAST(NULL AS DOUBLE) AS earlier_low,
  CAST(NULL AS DOUBLE) AS earlier_high
FROM (
  SELECT "unit" AS unit, CAST(date_trunc('month', "day") AS DATE) AS bucket, max("day") AS through, sum("fee") AS value
  FROM "permits__by_unit_kind_in_time"
  WHERE "in_time" IN ($1)
    AND "day" >= CAST($2 AS DATE)
    AND "day" <= CAST($3 AS DATE)
  GROUP BY 1, 2
) AS e
JOIN dim_unit AS a ON a.unit = e.unit AND a.ancestor IN ($4, $5)
GROUP BY a.ancestor, e.bucket
