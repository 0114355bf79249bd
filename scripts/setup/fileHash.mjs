import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/**
 * @param {string} file
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} sha256, lower-case hexadecimal.
 */
export async function fileSha256(file, signal) {
  return (await digest(file, 'sha256', signal)).toString('hex');
}

/**
 * @param {string} file
 * @returns {Promise<string>} As npm writes it: `sha512-BASE64`.
 */
export async function fileIntegrity(file) {
  return `sha512-${(await digest(file, 'sha512')).toString('base64')}`;
}

/**
 * @param {string} file
 * @param {string} algorithm
 * @param {AbortSignal} [signal]
 */
async function digest(file, algorithm, signal) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash, { signal });
  return hash.digest();
}
