-- The highest number whose message was ever rewritten, by a recall for one: every body above is as it was stored first, and
-- only there the hot cache is believed.
ALTER TABLE conversation_head ADD COLUMN rewritten BIGINT NOT NULL DEFAULT 0;
