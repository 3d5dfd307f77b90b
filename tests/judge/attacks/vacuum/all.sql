-- Rebuilds the database.
-- Held by: authorizer
VACUUM
