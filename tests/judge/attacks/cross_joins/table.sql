-- Joins a table with itself nine times.
-- Held by: wall
SELECT count(*) FROM t a, t b, t c, t d, t e, t f, t g, t h, t i WHERE a.a + i.a > 0
