-- Whether only friends write to each other in this tenant; NULL: as the server is set.
ALTER TABLE tenant ADD COLUMN friends_only BOOLEAN NULL;
