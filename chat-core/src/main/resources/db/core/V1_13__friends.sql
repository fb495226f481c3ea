-- What one user of a pair sees of the other: friendship, an open request, a block. Both rows of a pair have the id of its
-- direct conversation. The version is the owner's list's when the row came to be so. A row in which nothing is left stays for a
-- while, so that the owner's devices learn of it: removed_at. Times are milliseconds; 0: it is not so.
CREATE TABLE contact (
  tenant VARCHAR(64) NOT NULL,
  conversation VARCHAR(140) NOT NULL,
  owner VARCHAR(64) NOT NULL,
  version BIGINT NOT NULL,
  friend_since BIGINT NOT NULL,
  remark VARCHAR(512) NOT NULL,
  labels VARCHAR(1500) NOT NULL,
  blocked_since BIGINT NOT NULL,
  request VARCHAR(8) NOT NULL,
  greeting VARCHAR(512) NOT NULL,
  asked_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  removed_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, conversation, owner)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE UNIQUE INDEX contact_by_version ON contact (tenant, owner, version);
CREATE INDEX contact_by_expiry ON contact (expires_at);
CREATE INDEX contact_by_removal ON contact (removed_at);

-- The head of each user's list: whoever changes a contact of theirs holds this row. Removals up to purged are not told any more.
-- The counts are those of the list's rows, so that no bound has to count them.
CREATE TABLE friend_list (
  tenant VARCHAR(64) NOT NULL,
  user_id VARCHAR(64) NOT NULL,
  version BIGINT NOT NULL,
  purged BIGINT NOT NULL,
  friends INT NOT NULL,
  blocks INT NOT NULL,
  sent INT NOT NULL,
  received INT NOT NULL,
  asked_day BIGINT NOT NULL,
  asked INT NOT NULL,
  PRIMARY KEY (tenant, user_id)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;
