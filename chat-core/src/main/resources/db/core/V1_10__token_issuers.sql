-- Systems of tenants that sign tokens for their users. jwks: the keys, as a JWK Set.
CREATE TABLE token_issuer (
  tenant VARCHAR(64) NOT NULL,
  name VARCHAR(64) NOT NULL,
  issuer VARCHAR(255) NOT NULL,
  audience VARCHAR(255) NOT NULL,
  jwks TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, name)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE UNIQUE INDEX token_issuer_by_issuer ON token_issuer (issuer);

-- Counted up with every change of that table, so that each process sees by one row whether to read it again.
CREATE TABLE token_issuer_revision (
  id INT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (id)
) DEFAULT CHARSET=ascii COLLATE=ascii_bin;

INSERT INTO token_issuer_revision (id, revision) VALUES (1, 0);
