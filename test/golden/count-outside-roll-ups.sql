-- {"indicator":"permits/issued","period":"2024","grain":"year","by":["kind","street"],"where":{"kind":["house"]}}
-- $1 = "house", $2 = "new_house", $3 = "repair", $4 = "2024-01-01", $5 = "2024-12-31", $6 = "tiny", $7 = "tiny_merged"
SELECT 'of' AS part,
  a.ancestor AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(max(e.through) AS VARCHAR) AS period_end,
  e.c0 AS c0,
  e.c1 AS c1,
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
  SELECT "unit" AS unit, CAST(date_trunc('year', "day") AS DATE) AS bucket, COALESCE("kind", '') AS c0, COALESCE("street", '') AS c1, max("day") AS through, count(*) AS value
  FROM "permits"
  WHERE "kind" IN ($1, $2, $3)
    AND "day" >= CAST($4 AS DATE)
    AND "day" <= CAST($5 AS DATE)
  GROUP BY 1, 2, 3, 4
) AS e
JOIN dim_unit AS a ON a.unit = e.unit AND a.ancestor IN ($6, $7)
GROUP BY a.ancestor, e.bucket, e.c0, e.c1
