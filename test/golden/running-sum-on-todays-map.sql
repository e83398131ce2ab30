-- {"indicator":"permits/fees","period":"2024","by":["unit:local"],"map":"today","asOf":"2024-10-15"}
-- $1 = "2024-01-01", $2 = "2024-12-31", $3 = "2024-10-15", $4 = "tiny", $5 = "tiny_merged", $6 = "ward", $7 = "commune", $8 = "special-zone"
SELECT 'of' AS part,
  a.ancestor AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(max(e.through) AS VARCHAR) AS period_end,
  CAST(sum(e.v0 * COALESCE(x.weight, 1)) AS DOUBLE) AS value,
  CAST(sum(CASE WHEN x.extent = 'part' THEN e.v0 * COALESCE(x.weight, 1) ELSE 0 END) AS DOUBLE) AS estimated,
  CAST(NULL AS INTEGER) AS needed
FROM (
  SELECT "unit" AS unit, CAST(date_trunc('month', "day") AS DATE) AS bucket, CAST(date_trunc('month', "day") AS DATE) AS through, sum("fee") AS v0
  FROM "permits"
  WHERE "day" >= CAST($1 AS DATE)
    AND "day" <= CAST($2 AS DATE)
    AND "day" <= CAST($3 AS DATE)
  GROUP BY 1, 2
) AS e
LEFT JOIN crosswalk AS x ON x.from_unit = e.unit
JOIN dim_unit AS a ON a.unit = COALESCE(x.to_unit, e.unit) AND a.ancestor IN (SELECT unit FROM dim_unit WHERE ancestor IN ($4, $5) AND level IN ($6, $7, $8))
GROUP BY a.ancestor, e.bucket
