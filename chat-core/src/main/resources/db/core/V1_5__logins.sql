-- The keys that sign our access tokens. Whoever inserts a generation first has made it.
CREATE TABLE signing_key (
  generation BIGINT NOT NULL,
  kid VARCHAR(64) NOT NULL,
  jwk VARCHAR(1024) NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (generation)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;

-- A login: the family of all refresh tokens that came from it. ended_at 0: it goes on.
CREATE TABLE login_session (
  sid VARCHAR(64) NOT NULL,
  tenant VARCHAR(64) NOT NULL,
  user_id VARCHAR(64) NOT NULL,
  device VARCHAR(64) NOT NULL,
  created_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  PRIMARY KEY (sid)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;

CREATE INDEX login_session_by_user ON login_session (tenant, user_id);
CREATE INDEX login_session_by_end ON login_session (ends_at);

-- SHA-256 of each refresh token that was given. used_at 0: not yet exchanged.
CREATE TABLE refresh_token (
  token_hash VARCHAR(64) NOT NULL,
  sid VARCHAR(64) NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  PRIMARY KEY (token_hash)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;

CREATE INDEX refresh_token_by_expiry ON refresh_token (expires_at);
