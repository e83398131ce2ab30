-- {"indicator":"money/execution","from":"rows","period":"2024","by":["source_of"],"compare":["last-year"]}
-- $1 = "tax", $2 = "domestic", $3 = "fees", $4 = "domestic", $5 = "tiny", $6 = "tiny", $7 = "2023-01-01", $8 = "2024-12-31", $9 = "tiny_merged", $10 = "tiny_merged", $11 = "2023-01-01", $12 = "2024-12-31"
SELECT 'of' AS part,
  CAST($6 AS VARCHAR) AS unit,
  CAST(CAST(date_trunc('year', e.bucket) AS DATE) AS VARCHAR) AS period_start,
  CAST(max(e.bucket) AS VARCHAR) AS period_end,
  e.c0 AS c0,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 1) AS DOUBLE) AS v0_1,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 2) AS DOUBLE) AS v0_2,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 3) AS DOUBLE) AS v0_3,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 4) AS DOUBLE) AS v0_4,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 5) AS DOUBLE) AS v0_5,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 6) AS DOUBLE) AS v0_6,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 7) AS DOUBLE) AS v0_7,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 8) AS DOUBLE) AS v0_8,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 9) AS DOUBLE) AS v0_9,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 10) AS DOUBLE) AS v0_10,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 11) AS DOUBLE) AS v0_11,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 12) AS DOUBLE) AS v0_12,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 1) AS DOUBLE) AS v1_1,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 2) AS DOUBLE) AS v1_2,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 3) AS DOUBLE) AS v1_3,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 4) AS DOUBLE) AS v1_4,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 5) AS DOUBLE) AS v1_5,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 6) AS DOUBLE) AS v1_6,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 7) AS DOUBLE) AS v1_7,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 8) AS DOUBLE) AS v1_8,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 9) AS DOUBLE) AS v1_9,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 10) AS DOUBLE) AS v1_10,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 11) AS DOUBLE) AS v1_11,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 12) AS DOUBLE) AS v1_12
FROM (
  SELECT "day" AS bucket, CASE "source_of" WHEN $1 THEN $2 WHEN $3 THEN $4 ELSE COALESCE("source_of", '') END AS c0, COALESCE(sum("actual"), 0) AS v0, COALESCE(sum("estimate"), 0) AS v1
  FROM "receipts__city_by_unit_source_of"
  WHERE "unit" = $5
    AND "day" >= CAST($7 AS DATE)
    AND "day" <= CAST($8 AS DATE)
  GROUP BY 1, 2
) AS e
GROUP BY CAST(date_trunc('year', e.bucket) AS DATE), e.c0
UNION ALL
SELECT 'of' AS part,
  CAST($10 AS VARCHAR) AS unit,
  CAST(CAST(date_trunc('year', e.bucket) AS DATE) AS VARCHAR) AS period_start,
  CAST(max(e.bucket) AS VARCHAR) AS period_end,
  e.c0 AS c0,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 1) AS DOUBLE) AS v0_1,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 2) AS DOUBLE) AS v0_2,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 3) AS DOUBLE) AS v0_3,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 4) AS DOUBLE) AS v0_4,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 5) AS DOUBLE) AS v0_5,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 6) AS DOUBLE) AS v0_6,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 7) AS DOUBLE) AS v0_7,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 8) AS DOUBLE) AS v0_8,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 9) AS DOUBLE) AS v0_9,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 10) AS DOUBLE) AS v0_10,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 11) AS DOUBLE) AS v0_11,
  CAST(sum(e.v0) FILTER (WHERE extract(month FROM e.bucket) = 12) AS DOUBLE) AS v0_12,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 1) AS DOUBLE) AS v1_1,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 2) AS DOUBLE) AS v1_2,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 3) AS DOUBLE) AS v1_3,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 4) AS DOUBLE) AS v1_4,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 5) AS DOUBLE) AS v1_5,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 6) AS DOUBLE) AS v1_6,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 7) AS DOUBLE) AS v1_7,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 8) AS DOUBLE) AS v1_8,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 9) AS DOUBLE) AS v1_9,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 10) AS DOUBLE) AS v1_10,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 11) AS DOUBLE) AS v1_11,
  CAST(sum(e.v1) FILTER (WHERE extract(month FROM e.bucket) = 12) AS DOUBLE) AS v1_12
FROM (
  SELECT "day" AS bucket, CASE "source_of" WHEN $1 THEN $2 WHEN $3 THEN $4 ELSE COALESCE("source_of", '') END AS c0, COALESCE(sum("actual"), 0) AS v0, COALESCE(sum("estimate"), 0) AS v1
  FROM "receipts__city_by_unit_source_of"
  WHERE "unit" = $9
    AND "day" >= CAST($11 AS DATE)
    AND "day" <= CAST($12 AS DATE)
  GROUP BY 1, 2
) AS e
GROUP BY CAST(date_trunc('year', e.bucket) AS DATE), e.c0
