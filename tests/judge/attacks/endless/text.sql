-- Builds one text after another.
-- Held by: wall
WITH RECURSIVE r(n, x) AS (SELECT 1, 'a' UNION ALL SELECT n + 1, substr(x || n, 1, 50) FROM r LIMIT 900000) SELECT max(x) FROM r
