-- Until when nobody but the owner and the admins, and until when this member, may not send; 0: never muted.
ALTER TABLE conversation ADD COLUMN muted_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation_member ADD COLUMN muted_until BIGINT NOT NULL DEFAULT 0;

-- The end of a mute that the timeline must tell; 0: the change is none.
ALTER TABLE group_change ADD COLUMN until_millis BIGINT NOT NULL DEFAULT 0;
