import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openLoam } from '../openApp.mjs';

const turnsInEach = 3;
const hourMs = 3_600_000;
const question = 'How do I keep the moss out of a lawn that lies in the shade for most of the day?';
const answer = `Moss grows where grass is weak, so help the grass:

1. **Light**: cut back what shades it.
2. **Air**: rake and *aerate* in spring.
3. **Soil**: measure it; below pH 6 add some lime.

\`\`\`text
spring: rake, aerate, sow    autumn: potassium
\`\`\`

Then mow higher than before, at about five centimetres. `;

/** The title of the conversation that was used last, which stands first in the list. */
export const newestTitle = 'Conversation number 1';

/**
 * Fills a data folder with conversations, by the app's own import in the app itself.
 * @param {string} home The data folder.
 * @param {number} count
 */
export async function storeConversations(home, count) {
  const file = path.join(home, 'to-import.json');
  writeFileSync(file, JSON.stringify(conversationFile(count)));
  const { app, page, close } = await openLoam({ home });
  try {
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, file);
    const imported = await page.evaluate(async () => {
      await window.loam.settings.update({ hasSeenWelcome: true });
      return window.loam.conversations.import({});
    });
    if (!imported.ok) throw new Error(`The import failed: ${imported.error.message}`);
    const stored = imported.value?.conversations;
    if (stored !== count) throw new Error(`${stored} conversations were imported instead of ${count}.`);
  } finally {
    await close();
  }
}

/** @param {number} count */
function conversationFile(count) {
  const now = Date.now();
  return {
    format: 'loam-conversations',
    version: 1,
    exportedAt: new Date(now).toISOString(),
    assistants: [],
    conversations: Array.from({ length: count }, (_, index) => conversation(index, now - index * hourMs)),
  };
}

/**
 * @param {number} index
 * @param {number} usedAt
 */
function conversation(index, usedAt) {
  /** @type {Record<string, unknown>[]} */
  const messages = [];
  for (let turn = 0; turn < turnsInEach; turn += 1) {
    for (const role of /** @type {const} */ (['user', 'assistant'])) {
      messages.push({
        id: randomUUID(),
        parentId: messages.at(-1)?.id ?? null,
        sequence: index * turnsInEach * 2 + messages.length,
        role,
        text: role === 'user' ? `${question} (${index}.${turn})` : answer.repeat(turn + 1),
        status: 'complete',
        error: null,
        createdAt: usedAt,
        provenance: null,
      });
    }
  }
  return {
    id: randomUUID(),
    title: `Conversation number ${index + 1}`,
    titleOrigin: 'automatic',
    pinnedAt: null,
    createdAt: usedAt,
    updatedAt: usedAt,
    assistantId: null,
    systemPrompt: '',
    modelId: null,
    sampling: {
      temperature: 0.7,
      topP: 0.95,
      topK: 40,
      minP: 0.05,
      repeatPenalty: 1.1,
      maxTokens: null,
      seed: null,
    },
    activeLeafId: messages.at(-1)?.id ?? null,
    messages,
  };
}
