-- Opens a second database in memory.
-- Held by: authorizer
ATTACH ':memory:' AS other
