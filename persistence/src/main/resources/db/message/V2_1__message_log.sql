-- The message log. Ids are ASCII and compared byte by byte; a body is the encoded message and opaque here.

CREATE TABLE message (
    tenant            VARCHAR(64)  NOT NULL,
    conversation      VARCHAR(160) NOT NULL,
    sequence          BIGINT       NOT NULL,
    sender            VARCHAR(64)  NOT NULL,
    client_message_id VARCHAR(64)  NOT NULL,
    message_id        VARCHAR(64)  NOT NULL,
    payload_hash      BIGINT       NOT NULL,
    created_at        BIGINT       NOT NULL,
    body              MEDIUMBLOB   NOT NULL,
    PRIMARY KEY (tenant, conversation, sequence),
    UNIQUE KEY message_client_id (tenant, conversation, sender, client_message_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Numbers that no message has and none will get.
CREATE TABLE void_range (
    tenant        VARCHAR(64)  NOT NULL,
    conversation  VARCHAR(160) NOT NULL,
    from_sequence BIGINT       NOT NULL,
    to_sequence   BIGINT       NOT NULL,
    PRIMARY KEY (tenant, conversation, from_sequence)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- settled: every number up to here is a message or void. top: the highest number that is a message or void.
-- unsettled: top - settled, indexed, so that a writer that takes over finds the holes which its predecessor left.
-- shard: by which shard the conversation was last written.
CREATE TABLE conversation_head (
    tenant       VARCHAR(64)  NOT NULL,
    conversation VARCHAR(160) NOT NULL,
    settled      BIGINT       NOT NULL,
    top          BIGINT       NOT NULL,
    unsettled    BIGINT       NOT NULL,
    shard        INT          NOT NULL,
    PRIMARY KEY (tenant, conversation),
    KEY conversation_head_unsettled (unsettled)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- The fence: who holds the newest token of a shard may write its conversations.
CREATE TABLE shard_writer (
    shard INT    NOT NULL,
    token BIGINT NOT NULL,
    PRIMARY KEY (shard)
) ENGINE = InnoDB;
