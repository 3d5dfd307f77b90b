-- Makes an older table of full text.
-- Held by: authorizer
CREATE VIRTUAL TABLE v USING fts4(x)
