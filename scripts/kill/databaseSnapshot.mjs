import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { makeTemporaryFolder, removeFolder } from '../bench/openApp.mjs';

/**
 * @typedef {object} DatabaseSnapshot
 * @property {import('./pageChat.mjs').PageMessage[]} messages In order of creation.
 * @property {string[]} conversationIds
 * @property {string[]} damage What SQLite's own checks find; empty when all is well.
 */

/**
 * Reads the database of an app that is not running. Works on a copy, so that the app's next start has to recover from
 * exactly what its death left behind.
 * @param {string} home The data folder.
 * @returns {DatabaseSnapshot | null} Null while there is no database or no table in it yet.
 */
export function readDatabase(home) {
  const file = path.join(home, 'loam.db');
  if (!existsSync(file)) return null;
  const folder = makeTemporaryFolder('kill-copy');
  const copy = path.join(folder, 'loam.db');
  try {
    copyFileSync(file, copy);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
    return inspect(copy);
  } finally {
    removeFolder(folder);
  }
}

/**
 * @param {string} file
 * @returns {DatabaseSnapshot | null}
 */
function inspect(file) {
  const database = new Database(file);
  try {
    const tables = database
      .prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'messages'`)
      .pluck()
      .get();
    if (tables === 0) return null;
    const integrity = database.pragma('integrity_check', { simple: true });
    const foreignKeys = database.pragma('foreign_key_check');
    return {
      messages: /** @type {any[]} */ (database.prepare(messagesQuery).all()),
      conversationIds: /** @type {string[]} */ (
        database.prepare('SELECT id FROM conversations').pluck().all()
      ),
      damage: [
        ...(integrity === 'ok' ? [] : [`integrity_check: ${integrity}`]),
        ...(Array.isArray(foreignKeys) && foreignKeys.length === 0
          ? []
          : [`foreign_key_check: ${JSON.stringify(foreignKeys)}`]),
      ],
    };
  } finally {
    database.close();
  }
}

const messagesQuery = `
  SELECT id, conversation_id AS conversationId, parent_id AS parentId, role, text, status
  FROM messages ORDER BY sequence`;
