-- An answer that is still being written is not in the index: each saved step would index its whole text again.
CREATE VIEW searchable_messages AS SELECT sequence, text FROM messages WHERE status <> 'streaming';
--> statement-breakpoint
CREATE VIRTUAL TABLE messages_fts USING fts5(
  text,
  content = 'searchable_messages',
  content_rowid = 'sequence',
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '1 2 3'
);
--> statement-breakpoint
CREATE TRIGGER messages_fts_insert AFTER INSERT ON messages WHEN new.status <> 'streaming' BEGIN
  INSERT INTO messages_fts (rowid, text) VALUES (new.sequence, new.text);
END;
--> statement-breakpoint
CREATE TRIGGER messages_fts_delete AFTER DELETE ON messages WHEN old.status <> 'streaming' BEGIN
  INSERT INTO messages_fts (messages_fts, rowid, text) VALUES ('delete', old.sequence, old.text);
END;
--> statement-breakpoint
-- One trigger for both steps: the order of two triggers on the same change is not defined.
CREATE TRIGGER messages_fts_update AFTER UPDATE OF text, status ON messages
WHEN old.status <> 'streaming' OR new.status <> 'streaming' BEGIN
  INSERT INTO messages_fts (messages_fts, rowid, text)
  SELECT 'delete', old.sequence, old.text WHERE old.status <> 'streaming';
  INSERT INTO messages_fts (rowid, text) SELECT new.sequence, new.text WHERE new.status <> 'streaming';
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE conversation_titles_fts USING fts5(
  title,
  content = 'conversations',
  content_rowid = 'sequence',
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '1 2 3'
);
--> statement-breakpoint
CREATE TRIGGER conversation_titles_fts_insert AFTER INSERT ON conversations BEGIN
  INSERT INTO conversation_titles_fts (rowid, title) VALUES (new.sequence, new.title);
END;
--> statement-breakpoint
CREATE TRIGGER conversation_titles_fts_delete AFTER DELETE ON conversations BEGIN
  INSERT INTO conversation_titles_fts (conversation_titles_fts, rowid, title)
  VALUES ('delete', old.sequence, old.title);
END;
--> statement-breakpoint
CREATE TRIGGER conversation_titles_fts_update AFTER UPDATE OF title ON conversations BEGIN
  INSERT INTO conversation_titles_fts (conversation_titles_fts, rowid, title)
  VALUES ('delete', old.sequence, old.title);
  INSERT INTO conversation_titles_fts (rowid, title) VALUES (new.sequence, new.title);
END;
--> statement-breakpoint
INSERT INTO messages_fts (messages_fts) VALUES ('rebuild');
--> statement-breakpoint
INSERT INTO conversation_titles_fts (conversation_titles_fts) VALUES ('rebuild');
