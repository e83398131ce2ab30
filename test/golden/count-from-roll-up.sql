-- {"indicator":"permits/issued","period":"2024","grain":"month","by":["kind","unit:district"]}
-- $1 = "new_house", $2 = "house", $3 = "repair", $4 = "house", $5 = "2024-01-01", $6 = "2024-12-31", $7 = "tiny", $8 = "tiny_merged", $9 = "district"
SELECT 'of' AS part,
  a.ancestor AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(max(e.bucket) AS VARCHAR) AS period_end,
  e.c0 AS c0,
  CAST(sum(e.v0) AS DOUBLE) AS v0
FROM (
  SELECT "unit" AS unit, "day" AS bucket, CASE "kind" WHEN $1 THEN $2 WHEN $3 THEN $4 ELSE COALESCE("kind", '') END AS c0, sum("rows") AS v0
  FROM "permits__by_unit_kind"
  WHERE "day" >= CAST($5 AS DATE)
    AND "day" <= CAST($6 AS DATE)
  GROUP BY 1, 2, 3
) AS e
JOIN dim_unit AS a ON a.unit = e.unit AND a.ancestor IN (SELECT unit FROM dim_unit WHERE ancestor IN ($7, $8) AND level IN ($9))
GROUP BY a.ancestor, e.bucket, e.c0
