-- Makes a table of full text.
-- Held by: authorizer
CREATE VIRTUAL TABLE v USING fts5(x)
