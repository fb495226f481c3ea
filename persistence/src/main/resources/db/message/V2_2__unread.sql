-- counted: 1 when the message makes a conversation unread for the others; what was stored before counts unless the system said it.
ALTER TABLE message ADD COLUMN counted TINYINT NOT NULL DEFAULT 1;

UPDATE message SET counted = 0 WHERE sender = '';

-- Whom a message mentions; an empty user is everybody. Read together with the message, which may cease to count.
CREATE TABLE mention (
    tenant       VARCHAR(64)  NOT NULL,
    conversation VARCHAR(160) NOT NULL,
    user_id      VARCHAR(64)  NOT NULL,
    sequence     BIGINT       NOT NULL,
    PRIMARY KEY (tenant, conversation, user_id, sequence)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- The newest message that a list of conversations shows, counted or of the system: its number and when it was sent.
ALTER TABLE conversation_head ADD COLUMN active_sequence BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation_head ADD COLUMN active_at BIGINT NOT NULL DEFAULT 0;

UPDATE conversation_head SET active_sequence = top, active_at = COALESCE((
    SELECT m.created_at FROM message m WHERE m.tenant = conversation_head.tenant
    AND m.conversation = conversation_head.conversation ORDER BY m.sequence DESC LIMIT 1), 0);
