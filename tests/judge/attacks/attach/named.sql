-- Opens a second database by an expression.
-- Held by: authorizer
ATTACH ':mem' || 'ory:' AS [t2]
