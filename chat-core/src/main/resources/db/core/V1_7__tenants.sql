-- The business systems that share this server. A policy that is NULL is the server's own setting; suspended_at 0: in service.
CREATE TABLE tenant (
  tenant VARCHAR(64) NOT NULL,
  name VARCHAR(512) NOT NULL,
  accounts VARCHAR(16) NULL,
  group_members INT NULL,
  suspended_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT INTO tenant (tenant, name, accounts, group_members, suspended_at, created_at)
VALUES ('default', 'default', NULL, NULL, 0, 0);

-- SHA-256 of each secret with which a business system's backend speaks for its tenant. revoked_at 0: in force.
CREATE TABLE server_key (
  key_id VARCHAR(64) NOT NULL,
  tenant VARCHAR(64) NOT NULL,
  secret_hash VARCHAR(64) NOT NULL,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT NOT NULL,
  PRIMARY KEY (key_id)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;

CREATE INDEX server_key_by_tenant ON server_key (tenant, created_at);
