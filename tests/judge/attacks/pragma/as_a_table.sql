-- Asks by a table function.
-- Held by: authorizer
SELECT * FROM pragma_database_list
