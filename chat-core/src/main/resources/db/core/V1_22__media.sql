-- Files that users brought and that are whole. used_at 0: no message carries it; gone_at 0: it is not being deleted.
-- thumbnail_bytes 0: there is no thumbnail; width 0: no picture.
CREATE TABLE media (
  tenant VARCHAR(64) NOT NULL,
  media VARCHAR(64) NOT NULL,
  owner VARCHAR(64) NOT NULL,
  mime VARCHAR(127) NOT NULL,
  name VARCHAR(510) NOT NULL,
  bytes BIGINT NOT NULL,
  width INT NOT NULL,
  height INT NOT NULL,
  thumbnail_mime VARCHAR(127) NOT NULL,
  thumbnail_bytes INT NOT NULL,
  thumbnail_width INT NOT NULL,
  thumbnail_height INT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  gone_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, media)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX media_by_use ON media (used_at, created_at);

-- Where a message carries it: whoever is or was a member there may read it.
CREATE TABLE media_conversation (
  tenant VARCHAR(64) NOT NULL,
  media VARCHAR(64) NOT NULL,
  conversation VARCHAR(140) NOT NULL,
  PRIMARY KEY (tenant, media, conversation)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;

-- Files that are on their way, of bytes in the end. One writer at a time, until writer_until unless it says that it goes on.
CREATE TABLE media_upload (
  tenant VARCHAR(64) NOT NULL,
  media VARCHAR(64) NOT NULL,
  owner VARCHAR(64) NOT NULL,
  name VARCHAR(510) NOT NULL,
  bytes BIGINT NOT NULL,
  writer VARCHAR(64) NOT NULL,
  writer_until BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, media)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX media_upload_by_expiry ON media_upload (expires_at);

-- What a user holds, whole or on its way; owner '': what the whole tenant holds.
CREATE TABLE media_usage (
  tenant VARCHAR(64) NOT NULL,
  owner VARCHAR(64) NOT NULL,
  bytes BIGINT NOT NULL,
  uploads INT NOT NULL,
  PRIMARY KEY (tenant, owner)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;
