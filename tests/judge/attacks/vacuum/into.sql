-- Copies the database elsewhere.
-- Held by: authorizer
VACUUM INTO ':memory:'
