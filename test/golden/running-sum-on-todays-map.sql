-- {"indicator":"permits/fees","period":"2024","by":["unit:local"],"map":"today","asOf":"2024-10-15"}
-- $1 = "2024-01-01", $2 = "2024-12-31", $3 = "2024-10-15", $4 = "tiny", $5 = "tiny_merged", $6 = "ward", $7 = "commune", $8 = "special-zone"
SELECT 'of' AS part,
  a.ancestor AS unit,
  CAST(CAST(date_trunc('year', e.bucket) AS DATE) AS VARCHAR) AS period_start,
  CAST(max(e.bucket) AS VARCHAR) AS period_end,
  CAST(sum(e.v0 * COALESCE(x.weight, 1)) FILTER (WHERE extract(month FROM e.bucket) = 1) AS DOUBLE) AS v0_1,
  CAST(sum(e.v0 * COALESCE(x.weight, 1)) FILTER (WHERE extract(month FROM e.bucket) = 2) AS DOUBLE) AS v0_2,
  CAST(sum(e.v0 * COALESCE(x.weight, 1)) FILTER (WHERE extract(month FROM e.bucket) = 3) AS DOUBLE) AS v0_3,
  CAST(sum(e.v0 * COALESCE(x.weight, 1)) FILTER (WHERE extract(month FROM e.bucket) = 4) AS DOUBLE) AS v0_4,
  CAST(sum(e.v0 * COALESCE(x.weight, 1)) FILTER (WHERE extract(month FROM e.bucket) = 5) AS DOUBLE) AS v0_5,
  CAST(sum(e.v0 * COALESCE(x.weight, 1)) FILTER (WHERE extract(month FROM e.bucket) = 6) AS DOUBLE) AS v0_6,
  CAST(sum(e.v0 * COALESCE(x.weight, 1)) FILTER (WHERE extract(month FROM e.bucket) = 7) AS DOUBLE) AS v0_7,
  CAST(sum(e.v0 * COALESCE(x.weight, 1)) FILTER (WHERE extract(month FROM e.bucket) = 8) AS DOUBLE) AS v0_8,
  CAST(sum(e.v0 * COALESCE(x.weight, 1)) FILTER (WHERE extract(month FROM e.bucket) = 9) AS DOUBLE) AS v0_9,
  CAST(sum(e.v0 * COALESCE(x.weight, 1)) FILTER (WHERE extract(month FROM e.bucket) = 10) AS DOUBLE) AS v0_10,
  CAST(sum(e.v0 * COALESCE(x.weight, 1)) FILTER (WHERE extract(month FROM e.bucket) = 11) AS DOUBLE) AS v0_11,
  CAST(sum(e.v0 * COALESCE(x.weight, 1)) FILTER (WHERE extract(month FROM e.bucket) = 12) AS DOUBLE) AS v0_12,
  CAST(sum(CASE WHEN x.extent = 'part' THEN e.v0 * COALESCE(x.weight, 1) ELSE 0 END) FILTER (WHERE extract(month FROM e.bucket) = 1) AS DOUBLE) AS e0_1,
  CAST(sum(CASE WHEN x.extent = 'part' THEN e.v0 * COALESCE(x.weight, 1) ELSE 0 END) FILTER (WHERE extract(month FROM e.bucket) = 2) AS DOUBLE) AS e0_2,
  CAST(sum(CASE WHEN x.extent = 'part' THEN e.v0 * COALESCE(x.weight, 1) ELSE 0 END) FILTER (WHERE extract(month FROM e.bucket) = 3) AS DOUBLE) AS e0_3,
  CAST(sum(CASE WHEN x.extent = 'part' THEN e.v0 * COALESCE(x.weight, 1) ELSE 0 END) FILTER (WHERE extract(month FROM e.bucket) = 4) AS DOUBLE) AS e0_4,
  CAST(sum(CASE WHEN x.extent = 'part' THEN e.v0 * COALESCE(x.weight, 1) ELSE 0 END) FILTER (WHERE extract(month FROM e.bucket) = 5) AS DOUBLE) AS e0_5,
  CAST(sum(CASE WHEN x.extent = 'part' THEN e.v0 * COALESCE(x.weight, 1) ELSE 0 END) FILTER (WHERE extract(month FROM e.bucket) = 6) AS DOUBLE) AS e0_6,
  CAST(sum(CASE WHEN x.extent = 'part' THEN e.v0 * COALESCE(x.weight, 1) ELSE 0 END) FILTER (WHERE extract(month FROM e.bucket) = 7) AS DOUBLE) AS e0_7,
  CAST(sum(CASE WHEN x.extent = 'part' THEN e.v0 * COALESCE(x.weight, 1) ELSE 0 END) FILTER (WHERE extract(month FROM e.bucket) = 8) AS DOUBLE) AS e0_8,
  CAST(sum(CASE WHEN x.extent = 'part' THEN e.v0 * COALESCE(x.weight, 1) ELSE 0 END) FILTER (WHERE extract(month FROM e.bucket) = 9) AS DOUBLE) AS e0_9,
  CAST(sum(CASE WHEN x.extent = 'part' THEN e.v0 * COALESCE(x.weight, 1) ELSE 0 END) FILTER (WHERE extract(month FROM e.bucket) = 10) AS DOUBLE) AS e0_10,
  CAST(sum(CASE WHEN x.extent = 'part' THEN e.v0 * COALESCE(x.weight, 1) ELSE 0 END) FILTER (WHERE extract(month FROM e.bucket) = 11) AS DOUBLE) AS e0_11,
  CAST(sum(CASE WHEN x.extent = 'part' THEN e.v0 * COALESCE(x.weight, 1) ELSE 0 END) FILTER (WHERE extract(month FROM e.bucket) = 12) AS DOUBLE) AS e0_12
FROM (
  SELECT "unit" AS unit, CAST(date_trunc('month', "day") AS DATE) AS bucket, COALESCE(sum("fee"), 0) AS v0
  FROM "permits"
  WHERE "day" >= CAST($1 AS DATE)
    AND "day" <= CAST($2 AS DATE)
    AND "day" <= CAST($3 AS DATE)
  GROUP BY 1, 2
) AS e
LEFT JOIN crosswalk AS x ON x.from_unit = e.unit
JOIN dim_unit AS a ON a.unit = COALESCE(x.to_unit, e.unit) AND a.ancestor IN (SELECT unit FROM dim_unit WHERE ancestor IN ($4, $5) AND level IN ($6, $7, $8))
GROUP BY a.ancestor, CAST(date_trunc('year', e.bucket) AS DATE)
