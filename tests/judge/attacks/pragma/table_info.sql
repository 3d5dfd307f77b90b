-- Asks for a table's columns.
-- Held by: authorizer
PRAGMA table_info(t)
