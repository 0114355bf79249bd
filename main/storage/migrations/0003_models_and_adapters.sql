-- Model files of the user's own: linked where they lie, or copied and downloaded into the data folder.
CREATE TABLE models (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('linked', 'copied', 'downloaded')),
  -- The folder of its files: absolute for a linked model, inside the data folder's models for all others.
  folder TEXT NOT NULL,
  -- JSON: [{name, bytes, sha256}], the first part first.
  files TEXT NOT NULL CHECK (json_valid(files)),
  -- JSON: what the header says.
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  licence TEXT,
  source TEXT,
  catalogue_id TEXT,
  added_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
-- A path without what follows its last separator is its folder.
INSERT INTO models (id, name, origin, folder, files, facts, licence, source, catalogue_id, added_at)
SELECT id, name, 'linked', folder,
  json_array(json_object('name', substr(path, length(folder) + 1), 'bytes', bytes, 'sha256', sha256)),
  '{}', NULL, NULL, NULL, added_at
FROM (SELECT *, rtrim(path, replace(replace(path, '/', ''), char(92), '')) AS folder FROM model_links);
--> statement-breakpoint
DROP TABLE model_links;
--> statement-breakpoint
-- What happened with a model here, also with a starter model, which is in no table.
CREATE TABLE model_states (
  model_id TEXT PRIMARY KEY NOT NULL,
  last_used_at INTEGER,
  -- How often in a row its file ended the model process.
  lethal_loads INTEGER NOT NULL DEFAULT 0,
  quarantined_at INTEGER
) STRICT;
--> statement-breakpoint
CREATE TABLE downloads (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('model', 'adapter')),
  name TEXT NOT NULL,
  source TEXT NOT NULL CHECK (json_valid(source)),
  -- JSON: [{name, url, bytes, sha256}]; empty until the server was asked.
  files TEXT NOT NULL CHECK (json_valid(files)),
  state TEXT NOT NULL CHECK (state IN ('queued', 'downloading', 'paused', 'checking', 'done', 'failed')),
  error TEXT CHECK (error IS NULL OR json_valid(error)),
  installed_id TEXT,
  created_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE adapters (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  -- JSON: architecture, rank, alpha, targets, names of the base.
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  base_model_id TEXT,
  base_model_sha256 TEXT,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('file', 'peft', 'downloaded', 'trained')),
  source TEXT NOT NULL,
  notes TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  archived_at INTEGER
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX adapters_version ON adapters (name, version);
--> statement-breakpoint
ALTER TABLE conversations ADD COLUMN adapters TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(adapters));
--> statement-breakpoint
-- Which answers an adapter took part in: read out of the provenance, so that it cannot disagree with it. Not bound to the
-- adapters' table: an imported chat may name one that is not here.
CREATE TABLE adapter_uses (
  message_sequence INTEGER NOT NULL REFERENCES messages (sequence) ON DELETE CASCADE,
  adapter_id TEXT NOT NULL,
  scale REAL NOT NULL,
  PRIMARY KEY (adapter_id, message_sequence)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX adapter_uses_message ON adapter_uses (message_sequence);
--> statement-breakpoint
CREATE TRIGGER adapter_uses_insert AFTER INSERT ON messages
WHEN new.provenance IS NOT NULL AND json_valid(new.provenance) BEGIN
  INSERT OR REPLACE INTO adapter_uses (message_sequence, adapter_id, scale)
  SELECT new.sequence, json_extract(value, '$.id'), CAST(json_extract(value, '$.scale') AS REAL)
  FROM json_each(new.provenance, '$.adapters')
  WHERE json_extract(value, '$.id') IS NOT NULL AND json_extract(value, '$.scale') IS NOT NULL;
END;
--> statement-breakpoint
CREATE TRIGGER adapter_uses_update AFTER UPDATE OF provenance ON messages BEGIN
  DELETE FROM adapter_uses WHERE message_sequence = new.sequence;
  INSERT OR REPLACE INTO adapter_uses (message_sequence, adapter_id, scale)
  SELECT new.sequence, json_extract(value, '$.id'), CAST(json_extract(value, '$.scale') AS REAL)
  FROM json_each(CASE WHEN json_valid(new.provenance) THEN new.provenance ELSE '{}' END, '$.adapters')
  WHERE json_extract(value, '$.id') IS NOT NULL AND json_extract(value, '$.scale') IS NOT NULL;
END;
--> statement-breakpoint
CREATE TABLE comparisons (
  id TEXT PRIMARY KEY NOT NULL,
  question TEXT NOT NULL,
  system_prompt TEXT NOT NULL,
  sampling TEXT NOT NULL CHECK (json_valid(sampling)),
  seed INTEGER NOT NULL,
  is_blind INTEGER NOT NULL CHECK (is_blind IN (0, 1)),
  -- JSON: one object a column, with who answered and the whole answer.
  columns TEXT NOT NULL CHECK (json_valid(columns)),
  -- JSON: the best column's index, or "none"; NULL until it was rated.
  choice TEXT CHECK (choice IS NULL OR json_valid(choice)),
  created_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX comparisons_created ON comparisons (created_at);
