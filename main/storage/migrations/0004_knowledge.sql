-- `removed_at`: gone for the user; deleted once the rows of its sources are.
CREATE TABLE collections (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE,
  created_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX collections_name ON collections (name) WHERE removed_at IS NULL;
--> statement-breakpoint
-- A file or folder the user added. `removed_at`: in no search any more; its rows are deleted piece by piece.
CREATE TABLE sources (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  collection_id TEXT NOT NULL REFERENCES collections (id),
  kind TEXT NOT NULL CHECK (kind IN ('file', 'folder')),
  path TEXT NOT NULL,
  excludes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(excludes)),
  is_watched INTEGER NOT NULL DEFAULT 1 CHECK (is_watched IN (0, 1)),
  added_at INTEGER NOT NULL,
  -- When all of it was last compared with its documents.
  scanned_at INTEGER,
  problem TEXT CHECK (problem IS NULL OR json_valid(problem)),
  removed_at INTEGER
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX sources_path ON sources (collection_id, path) WHERE removed_at IS NULL;
--> statement-breakpoint
-- One file of a source. `revision` counts the readings of it that became searchable; 0 is none yet. Passages of another
-- revision belong to a reading under way.
CREATE TABLE documents (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  source_sequence INTEGER NOT NULL REFERENCES sources (sequence),
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  format TEXT,
  bytes INTEGER NOT NULL DEFAULT 0,
  modified_ms REAL,
  -- Of the file that the searchable revision was read from, and of the one that is being read.
  content_sha256 TEXT,
  pending_sha256 TEXT,
  state TEXT NOT NULL CHECK (state IN ('queued', 'parsing', 'embedding', 'done', 'failed', 'cancelled')),
  error TEXT CHECK (error IS NULL OR json_valid(error)),
  revision INTEGER NOT NULL DEFAULT 0,
  passages INTEGER NOT NULL DEFAULT 0,
  characters INTEGER NOT NULL DEFAULT 0,
  tokens INTEGER NOT NULL DEFAULT 0,
  pages INTEGER,
  title TEXT,
  encoding TEXT,
  queued_at INTEGER NOT NULL,
  indexed_at INTEGER,
  removed_at INTEGER
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX documents_path ON documents (source_sequence, path) WHERE removed_at IS NULL;
--> statement-breakpoint
CREATE INDEX documents_source ON documents (source_sequence, state);
--> statement-breakpoint
CREATE INDEX documents_waiting ON documents (state, queued_at, sequence) WHERE state IN ('queued', 'parsing', 'embedding');
--> statement-breakpoint
CREATE INDEX documents_content ON documents (content_sha256) WHERE content_sha256 IS NOT NULL;
--> statement-breakpoint
CREATE TABLE passages (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  document_sequence INTEGER NOT NULL REFERENCES documents (sequence),
  revision INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('text', 'code', 'table')),
  text TEXT NOT NULL,
  start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  -- JSON: page, slide, sheet, headingPath.
  place TEXT NOT NULL CHECK (json_valid(place)),
  table_header TEXT
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX passages_document ON passages (document_sequence, revision, ordinal);
--> statement-breakpoint
-- One search index on the disk: it can be made again from the passages at any time. `retired`: its rows are deleted piece
-- by piece.
CREATE TABLE index_generations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  embedder_id TEXT NOT NULL,
  dimensions INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('building', 'serving', 'retired')),
  created_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX index_generations_state ON index_generations (state) WHERE state IN ('building', 'serving');
--> statement-breakpoint
-- Which passages an index holds.
CREATE TABLE indexed_passages (
  generation_id INTEGER NOT NULL REFERENCES index_generations (id) ON DELETE CASCADE,
  passage_sequence INTEGER NOT NULL REFERENCES passages (sequence) ON DELETE CASCADE,
  PRIMARY KEY (generation_id, passage_sequence)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX indexed_passages_passage ON indexed_passages (passage_sequence);
--> statement-breakpoint
-- Embedders and rerankers of the user's own; the starter embedder is in its manifest.
CREATE TABLE retrieval_models (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('embedder', 'reranker')),
  name TEXT NOT NULL,
  folder TEXT NOT NULL,
  dimensions INTEGER,
  max_tokens INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE recall_questions (
  id TEXT PRIMARY KEY NOT NULL,
  question TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (json_valid(scope)),
  -- Not bound to the documents' table: the question outlives the document.
  expected_document_id TEXT NOT NULL,
  expected_document_name TEXT NOT NULL,
  expected_text TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE recall_runs (
  id TEXT PRIMARY KEY NOT NULL,
  created_at INTEGER NOT NULL,
  embedder_id TEXT NOT NULL,
  reranker_id TEXT,
  "trigger" TEXT NOT NULL CHECK ("trigger" IN ('user', 'after-indexing')),
  questions INTEGER NOT NULL,
  hits INTEGER NOT NULL,
  mean_reciprocal_rank REAL NOT NULL,
  results TEXT NOT NULL CHECK (json_valid(results))
) STRICT;
--> statement-breakpoint
CREATE INDEX recall_runs_created ON recall_runs (created_at);
--> statement-breakpoint
ALTER TABLE conversations ADD COLUMN scope TEXT NOT NULL
  DEFAULT '{"collectionIds":[],"sourceIds":[],"documentIds":[]}' CHECK (json_valid(scope));
