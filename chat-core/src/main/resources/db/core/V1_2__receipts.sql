-- What each device has applied, and what each user has seen; both only move forward.
CREATE TABLE received_cursor (
  tenant VARCHAR(64) NOT NULL,
  conversation VARCHAR(140) NOT NULL,
  user_id VARCHAR(64) NOT NULL,
  device VARCHAR(64) NOT NULL,
  up_to BIGINT NOT NULL,
  PRIMARY KEY (tenant, conversation, user_id, device)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;

CREATE TABLE read_cursor (
  tenant VARCHAR(64) NOT NULL,
  conversation VARCHAR(140) NOT NULL,
  user_id VARCHAR(64) NOT NULL,
  up_to BIGINT NOT NULL,
  PRIMARY KEY (tenant, conversation, user_id)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;
