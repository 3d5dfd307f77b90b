-- Keeps all that it has seen, to see it only once.
-- Held by: wall
WITH RECURSIVE r(n) AS (SELECT 1 UNION SELECT (n * 7919) % 1000000007 FROM r LIMIT 400000) SELECT count(*) FROM r
