-- Makes a table of boxes.
-- Held by: authorizer
CREATE VIRTUAL TABLE v USING rtree(id, low, high)
