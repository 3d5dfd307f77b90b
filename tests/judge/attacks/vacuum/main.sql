-- Rebuilds the main database.
-- Held by: authorizer
VACUUM main
