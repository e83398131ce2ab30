-- {"indicator":"permits/streets","period":"2024","grain":"quarter","by":["kind"]}
-- $1 = "new_house", $2 = "house", $3 = "repair", $4 = "house", $5 = "2024-01-01", $6 = "2024-12-31", $7 = "tiny", $8 = "tiny_merged"
SELECT 'of' AS part,
  a.ancestor AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(max(e.through) AS VARCHAR) AS period_end,
  e.c0 AS c0,
  CAST(count(DISTINCT e.v0) AS DOUBLE) AS v0
FROM (
  SELECT "unit" AS unit, CAST(date_trunc('quarter', "day") AS DATE) AS bucket, CASE "kind" WHEN $1 THEN $2 WHEN $3 THEN $4 ELSE COALESCE("kind", '') END AS c0, "day" AS through, "street" AS v0
  FROM "permits"
  WHERE "day" >= CAST($5 AS DATE)
    AND "day" <= CAST($6 AS DATE)
) AS e
JOIN dim_unit AS a ON a.unit = e.unit AND a.ancestor IN ($7, $8)
GROUP BY a.ancestor, e.bucket, e.c0
