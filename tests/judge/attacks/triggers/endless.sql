-- Has each insert make another.
-- Held by: authorizer
CREATE TRIGGER x AFTER INSERT ON t BEGIN INSERT INTO t VALUES (new.a + 1, 'x'); END
