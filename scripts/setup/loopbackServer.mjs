import { createServer } from 'node:http';
import { afterEach } from 'vitest';

/** @type {import('node:http').Server[]} */
const servers = [];

/**
 * A web server on this machine, closed after the test.
 * @param {import('node:http').RequestListener} answer
 * @returns {Promise<{ url: string, requests: import('node:http').IncomingMessage[] }>} Its address without a slash at the
 *   end, and what it was asked.
 */
export async function loopbackServer(answer) {
  /** @type {import('node:http').IncomingMessage[]} */
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  servers.push(server);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { url: `http://127.0.0.1:${address.port}`, requests };
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
