-- {"indicator":"permits/fees","period":"2024","where":{"in_time":["yes"]}}
-- $1 = "tiny", $2 = "tiny", $3 = "yes", $4 = "2024-01-01", $5 = "2024-12-31", $6 = "tiny_merged", $7 = "tiny_merged", $8 = "yes", $9 = "2024-01-01", $10 = "2024-12-31"
SELECT 'of' AS part,
  CAST($2 AS VARCHAR) AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(e.bucket AS VARCHAR) AS period_end,
  CAST(e.v0 AS DOUBLE) AS v0
FROM (
  SELECT "day" AS bucket, sum("fee") AS v0
  FROM "permits__city_by_unit_kind_in_time"
  WHERE "unit" = $1
    AND "in_time" IN ($3)
    AND "day" >= CAST($4 AS DATE)
    AND "day" <= CAST($5 AS DATE)
  GROUP BY 1
) AS e
UNION ALL
SELECT 'of' AS part,
  CAST($7 AS VARCHAR) AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(e.bucket AS VARCHAR) AS period_end,
  CAST(e.v0 AS DOUBLE) AS v0
FROM (
  SELECT "day" AS bucket, sum("fee") AS v0
  FROM "permits__city_by_unit_kind_in_time"
  WHERE "unit" = $6
    AND "in_time" IN ($8)
    AND "day" >= CAST($9 AS DATE)
    AND "day" <= CAST($10 AS DATE)
  GROUP BY 1
) AS e
