-- MEMBER, ADMIN or OWNER of a group; in direct conversations everybody is a MEMBER.
ALTER TABLE conversation_member ADD COLUMN role VARCHAR(8) NOT NULL DEFAULT 'MEMBER';

UPDATE conversation_member SET role = 'OWNER' WHERE EXISTS (
  SELECT 1 FROM chat_group WHERE chat_group.tenant = conversation_member.tenant
  AND CONCAT('g:', chat_group.group_id) = conversation_member.conversation
  AND chat_group.owner = conversation_member.user_id);
