-- For how many seconds the sender of a message may recall it, and edit it; 0: never. NULL: the server's own setting.
ALTER TABLE tenant ADD COLUMN recall_seconds INT NULL;
ALTER TABLE tenant ADD COLUMN edit_seconds INT NULL;
