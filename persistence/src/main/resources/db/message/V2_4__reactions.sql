-- Who reacts with what to which message.
CREATE TABLE reaction (
    tenant       VARCHAR(64)  NOT NULL,
    conversation VARCHAR(160) NOT NULL,
    sequence     BIGINT       NOT NULL,
    reaction     VARCHAR(32)  NOT NULL,
    user_id      VARCHAR(64)  NOT NULL,
    PRIMARY KEY (tenant, conversation, sequence, reaction, user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- How many do; changed: the conversation's clock when that changed last.
CREATE TABLE reaction_count (
    tenant       VARCHAR(64)  NOT NULL,
    conversation VARCHAR(160) NOT NULL,
    sequence     BIGINT       NOT NULL,
    reaction     VARCHAR(32)  NOT NULL,
    total        INT          NOT NULL,
    changed      BIGINT       NOT NULL,
    PRIMARY KEY (tenant, conversation, sequence, reaction)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- How often reactions changed, which is their clock, and the lowest and the highest message that ever had one; 0: none.
ALTER TABLE conversation_head ADD COLUMN reactions BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation_head ADD COLUMN reacted_first BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation_head ADD COLUMN reacted_last BIGINT NOT NULL DEFAULT 0;
