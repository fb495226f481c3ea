-- What users say of themselves, whether they have a password here or not: the one home of a user's name. The keys are what
-- searches compare with: bytes, because MariaDB looks for a prefix of text and misses what goes on with an emoji.
CREATE TABLE user_profile (
  tenant VARCHAR(64) NOT NULL,
  user_id VARCHAR(64) NOT NULL,
  display_name VARCHAR(512) NOT NULL,
  avatar VARCHAR(1024) NOT NULL,
  about VARCHAR(1000) NOT NULL,
  changed_at BIGINT NOT NULL,
  id_key VARBINARY(64) NOT NULL,
  name_key VARBINARY(512) NOT NULL,
  PRIMARY KEY (tenant, user_id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX user_profile_by_id ON user_profile (tenant, id_key, user_id);
CREATE INDEX user_profile_by_name ON user_profile (tenant, name_key, user_id);

INSERT INTO user_profile (tenant, user_id, display_name, avatar, about, changed_at, id_key, name_key)
SELECT tenant, user_id, display_name, '', '', created_at, LOWER(user_id), LOWER(TRIM(display_name)) FROM account;

ALTER TABLE account DROP COLUMN display_name;
