const magic = Buffer.from('GGUF');

/**
 * What a server sent in place of a GGUF file, as the end of a sentence that begins with the server; null when the bytes
 * can be the beginning of the file. Other files are looked at when they are complete.
 *
 * @param beginning at least one byte
 */
export function refusalOfContent(fileName: string, beginning: Buffer): string | null {
  if (!fileName.toLowerCase().endsWith('.gguf')) return null;
  const comparable = Math.min(beginning.length, magic.length);
  if (beginning.subarray(0, comparable).equals(magic.subarray(0, comparable))) return null;
  const text = beginning.toString('latin1').trimStart().toLowerCase();
  if (text.startsWith('<')) {
    return `a web page instead of ${fileName}. Open the address in a browser: it may ask to sign in or to accept terms. Then use the address of the file itself.`;
  }
  if (text.startsWith('version ')) {
    return `only a note about where ${fileName} is. On a model hub, use the address that its download button has (with /resolve/ in it).`;
  }
  return `something that is not a GGUF file under the name ${fileName}. Check the address.`;
}
