-- "Loam" in ASCII: tells our database from any other SQLite file.
PRAGMA application_id = 1282367853;
--> statement-breakpoint
CREATE TABLE assistants (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  system_prompt TEXT NOT NULL,
  sampling TEXT NOT NULL CHECK (json_valid(sampling)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE prompt_templates (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE model_links (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT,
  metadata TEXT NOT NULL CHECK (json_valid(metadata)),
  added_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE conversations (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  title_origin TEXT NOT NULL CHECK (title_origin IN ('automatic', 'user')),
  pinned_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  assistant_id TEXT REFERENCES assistants (id) ON DELETE SET NULL,
  system_prompt TEXT NOT NULL,
  model_id TEXT,
  sampling TEXT NOT NULL CHECK (json_valid(sampling)),
  active_leaf_id TEXT REFERENCES messages (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
) STRICT;
--> statement-breakpoint
CREATE INDEX conversations_list ON conversations ((pinned_at IS NULL), updated_at DESC, sequence DESC)
WHERE deleted_at IS NULL;
--> statement-breakpoint
CREATE INDEX conversations_deleted ON conversations (deleted_at) WHERE deleted_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX conversations_assistant ON conversations (assistant_id);
--> statement-breakpoint
CREATE INDEX conversations_active_leaf ON conversations (active_leaf_id);
--> statement-breakpoint
-- The sequence orders messages over the whole database, whatever the clock does. The parent is no cascade: a chain of
-- a thousand messages would exceed SQLite's depth of triggers; the conversation's cascade removes all of them at once.
CREATE TABLE messages (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  parent_id TEXT REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
  role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
  text TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('complete', 'streaming', 'stopped', 'interrupted', 'failed')),
  error TEXT CHECK (error IS NULL OR json_valid(error)),
  created_at INTEGER NOT NULL,
  provenance TEXT CHECK (provenance IS NULL OR json_valid(provenance))
) STRICT;
--> statement-breakpoint
CREATE INDEX messages_conversation ON messages (conversation_id);
--> statement-breakpoint
CREATE INDEX messages_parent ON messages (parent_id);
--> statement-breakpoint
-- At most one answer at a time in a conversation, whoever writes.
CREATE UNIQUE INDEX messages_streaming ON messages (conversation_id) WHERE status = 'streaming';
