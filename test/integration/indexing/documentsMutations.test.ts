import { readdirSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { runDocumentsCampaign } from '../../../scripts/fuzz/documentsCampaign';
import { startThreads } from '../../fixtures/documents/readDocument';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const threads = startThreads();

afterAll(() => threads.dispose());

it('ends in blocks or in a reason for 200 changed documents', async () => {
  const folder = temporaryFolder();
  const result = await runDocumentsCampaign({ seed: 5, count: 200, folder, threads, silenceMs: 30_000 });
  expect({ wrong: result.wrong, hung: result.hung }).toEqual({ wrong: [], hung: [] });
  // That the changes matter, and do not all end the same way.
  expect(result.read).toBeGreaterThan(50);
  expect(result.refused.get('document/malformed')).toBeGreaterThan(20);
  expect(readdirSync(folder)).toEqual([]);
});
