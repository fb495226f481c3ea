-- Ids are ASCII and compared byte by byte; a group's name is the one text here.
CREATE TABLE conversation (
  tenant VARCHAR(64) NOT NULL,
  conversation VARCHAR(140) NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, conversation)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;

-- A member sees (join_sequence, leave_sequence]; leave_sequence is null while they are in.
CREATE TABLE conversation_member (
  tenant VARCHAR(64) NOT NULL,
  conversation VARCHAR(140) NOT NULL,
  user_id VARCHAR(64) NOT NULL,
  join_sequence BIGINT NOT NULL,
  leave_sequence BIGINT NULL,
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, conversation, user_id)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;

CREATE INDEX conversation_member_of_user ON conversation_member (tenant, user_id, conversation);
