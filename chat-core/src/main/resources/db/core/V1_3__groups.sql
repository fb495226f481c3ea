CREATE TABLE chat_group (
  tenant VARCHAR(64) NOT NULL,
  group_id VARCHAR(64) NOT NULL,
  name VARCHAR(512) NOT NULL,
  owner VARCHAR(64) NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, group_id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Changes whose message is not yet in the timeline. Written with the change itself, removed when the message is durable.
CREATE TABLE group_change (
  change_id VARCHAR(64) NOT NULL,
  tenant VARCHAR(64) NOT NULL,
  group_id VARCHAR(64) NOT NULL,
  event VARCHAR(32) NOT NULL,
  actor VARCHAR(64) NOT NULL,
  users TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (change_id)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;

CREATE INDEX group_change_by_age ON group_change (created_at);
