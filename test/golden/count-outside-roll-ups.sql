-- {"indicator":"permits/issued","period":"2024","grain":"year","by":["kind","street"],"where":{"kind":["house"]}}
-- $1 = "tiny", $2 = "tiny", $3 = "house", $4 = "new_house", $5 = "repair", $6 = "2024-01-01", $7 = "2024-12-31", $8 = "tiny_merged", $9 = "tiny_merged", $10 = "house", $11 = "new_house", $12 = "repair", $13 = "2024-01-01", $14 = "2024-12-31"
SELECT 'of' AS part,
  CAST($2 AS VARCHAR) AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(e.through AS VARCHAR) AS period_end,
  e.c0 AS c0,
  e.c1 AS c1,
  CAST(e.v0 AS DOUBLE) AS v0
FROM (
  SELECT CAST(date_trunc('year', "day") AS DATE) AS bucket, COALESCE("kind", '') AS c0, COALESCE("street", '') AS c1, max("day") AS through, count(*) AS v0
  FROM "permits"
  WHERE "unit" IN (SELECT unit FROM dim_unit WHERE ancestor = $1)
    AND "kind" IN ($3, $4, $5)
    AND "day" >= CAST($6 AS DATE)
    AND "day" <= CAST($7 AS DATE)
  GROUP BY 1, 2, 3
) AS e
UNION ALL
SELECT 'of' AS part,
  CAST($9 AS VARCHAR) AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(e.through AS VARCHAR) AS period_end,
  e.c0 AS c0,
  e.c1 AS c1,
  CAST(e.v0 AS DOUBLE) AS v0
FROM (
  SELECT CAST(date_trunc('year', "day") AS DATE) AS bucket, COALESCE("kind", '') AS c0, COALESCE("street", '') AS c1, max("day") AS through, count(*) AS v0
  FROM "permits"
  WHERE "unit" IN (SELECT unit FROM dim_unit WHERE ancestor = $8)
    AND "kind" IN ($10, $11, $12)
    AND "day" >= CAST($13 AS DATE)
    AND "day" <= CAST($14 AS DATE)
  GROUP BY 1, 2, 3
) AS e
