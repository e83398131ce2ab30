-- {"indicator":"permits/in-time","period":"2024","grain":"quarter","unit":"tiny/east"}
-- $1 = "tiny/east", $2 = "tiny/east", $3 = "yes", $4 = "2024-01-01", $5 = "2024-12-31", $6 = "tiny/east", $7 = "tiny/east", $8 = "2024-01-01", $9 = "2024-12-31"
SELECT 'of' AS part,
  CAST($2 AS VARCHAR) AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(e.through AS VARCHAR) AS period_end,
  CAST(e.v0 AS DOUBLE) AS v0
FROM (
  SELECT CAST(date_trunc('quarter', "day") AS DATE) AS bucket, max("day") AS through, sum("rows") AS v0
  FROM "permits__by_unit_kind_in_time"
  WHERE "unit" IN (SELECT unit FROM dim_unit WHERE ancestor = $1)
    AND "in_time" IN ($3)
    AND "day" >= CAST($4 AS DATE)
    AND "day" <= CAST($5 AS DATE)
  GROUP BY 1
) AS e
UNION ALL
SELECT 'per' AS part,
  CAST($7 AS VARCHAR) AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(e.through AS VARCHAR) AS period_end,
  CAST(e.v0 AS DOUBLE) AS v0
FROM (
  SELECT CAST(date_trunc('quarter', "day") AS DATE) AS bucket, max("day") AS through, sum("rows") AS v0
  FROM "permits__by_unit_kind"
  WHERE "unit" IN (SELECT unit FROM dim_unit WHERE ancestor = $6)
    AND "day" >= CAST($8 AS DATE)
    AND "day" <= CAST($9 AS DATE)
  GROUP BY 1
) AS e
