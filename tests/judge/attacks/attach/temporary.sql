-- Opens a second database in a temporary file.
-- Held by: authorizer
ATTACH '' AS other
