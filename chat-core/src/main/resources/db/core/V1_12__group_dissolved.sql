-- When a group was dissolved: nobody sends any more, who was in reads on. 0: it was not.
ALTER TABLE conversation ADD COLUMN dissolved_at BIGINT NOT NULL DEFAULT 0;
