-- The embedded database keeps a BLOB apart from its row, copies it for every reader and holds the copy for minutes.
ALTER TABLE message ALTER COLUMN body SET DATA TYPE VARBINARY(1048576);
