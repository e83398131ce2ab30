-- {"indicator":"money/execution","from":"rows","period":"2024","by":["source_of"],"compare":["last-year"]}
-- $1 = "tax", $2 = "domestic", $3 = "fees", $4 = "domestic", $5 = "tiny", $6 = "tiny", $7 = "2023-01-01", $8 = "2024-12-31", $9 = "tiny_merged", $10 = "tiny_merged", $11 = "2023-01-01", $12 = "2024-12-31"
SELECT p.part AS part,
  CAST($6 AS VARCHAR) AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(max(e.through) AS VARCHAR) AS period_end,
  e.c0 AS c0,
  CAST(CASE p.part WHEN 'of' THEN sum(e.v0) WHEN 'per' THEN sum(e.v1) END AS DOUBLE) AS value
FROM (
  SELECT "day" AS bucket, CASE "source_of" WHEN $1 THEN $2 WHEN $3 THEN $4 ELSE COALESCE("source_of", '') END AS c0, "day" AS through, sum("actual") AS v0, sum("estimate") AS v1
  FROM "receipts__city_by_unit_source_of"
  WHERE "unit" IN (SELECT unit FROM dim_unit WHERE ancestor = $5)
    AND "day" >= CAST($7 AS DATE)
    AND "day" <= CAST($8 AS DATE)
  GROUP BY 1, 2
) AS e
CROSS JOIN (VALUES ('of'), ('per')) AS p(part)
GROUP BY p.part, e.bucket, e.c0
UNION ALL
SELECT p.part AS part,
  CAST($10 AS VARCHAR) AS unit,
  CAST(e.bucket AS VARCHAR) AS period_start,
  CAST(max(e.through) AS VARCHAR) AS period_end,
  e.c0 AS c0,
  CAST(CASE p.part WHEN 'of' THEN sum(e.v0) WHEN 'per' THEN sum(e.v1) END AS DOUBLE) AS value
FROM (
  SELECT "day" AS bucket, CASE "source_of" WHEN $1 THEN $2 WHEN $3 THEN $4 ELSE COALESCE("source_of", '') END AS c0, "day" AS through, sum("actual") AS v0, sum("estimate") AS v1
  FROM "receipts__city_by_unit_source_of"
  WHERE "unit" IN (SELECT unit FROM dim_unit WHERE ancestor = $9)
    AND "day" >= CAST($11 AS DATE)
    AND "day" <= CAST($12 AS DATE)
  GROUP BY 1, 2
) AS e
CROSS JOIN (VALUES ('of'), ('per')) AS p(part)
GROUP BY p.part, e.bucket, e.c0
