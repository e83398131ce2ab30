-- {"indicator":"permits/issued","grain":"year","by":["unit:district"]}
-- $1 = "tiny/east", $2 = "tiny", $3 = "tiny_merged", $4 = "district"
SELECT 'of' AS part,
  a.ancestor AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(max(e.through) AS VARCHAR) AS period_end,
  CAST(sum(e.v0) AS DOUBLE) AS v0
FROM (
  SELECT "unit" AS unit, CAST(date_trunc('year', "day") AS DATE) AS bucket, max("day") AS through, sum("rows") AS v0
  FROM "permits__by_unit_kind"
  WHERE "unit" IN (SELECT unit FROM dim_unit WHERE ancestor IN ($1))
  GROUP BY 1, 2
) AS e
JOIN dim_unit AS a ON a.unit = e.unit AND a.ancestor IN (SELECT unit FROM dim_unit WHERE ancestor IN ($2, $3) AND level IN ($4))
GROUP BY a.ancestor, e.bucket
