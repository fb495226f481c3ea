-- What a user has set for a conversation, for all their devices. version: of the user's settings, when these were last written.
-- pin: that version when it was pinned, 0: it is not; who was pinned later stands first. cleared_to: messages up to here are no
-- longer shown to this user. marked_at: when it was marked as unread, 0: it is not. draft: UTF-8.
CREATE TABLE conversation_setting (
  tenant VARCHAR(64) NOT NULL,
  user_id VARCHAR(64) NOT NULL,
  conversation VARCHAR(140) NOT NULL,
  version BIGINT NOT NULL,
  pin BIGINT NOT NULL,
  muted BOOLEAN NOT NULL,
  marked_at BIGINT NOT NULL,
  cleared_to BIGINT NOT NULL,
  draft VARBINARY(16000) NOT NULL,
  PRIMARY KEY (tenant, user_id, conversation)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;

CREATE INDEX conversation_setting_by_version ON conversation_setting (tenant, user_id, version);
CREATE INDEX conversation_setting_cleared ON conversation_setting (tenant, user_id, cleared_to, conversation);

-- The newest version of a user's settings. Whoever writes settings holds this row until the commit, so that no version is seen
-- before a lower one.
CREATE TABLE conversation_setting_version (
  tenant VARCHAR(64) NOT NULL,
  user_id VARCHAR(64) NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (tenant, user_id)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;
