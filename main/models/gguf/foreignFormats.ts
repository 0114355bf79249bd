/** How much of a file's beginning is enough to tell what it is. */
export const recognizableBytes = 1024;

/** The longest header of safetensors that its own library reads. */
const maxSafetensorsHeaderBytes = 100_000_000;

/** What a file is that is not GGUF, as a reason; null when it is nothing known. `beginning` may be shorter than the file. */
export function recognizeForeignFile(beginning: Buffer, fileBytes: number): string | null {
  if (fileBytes === 0) return 'it is an empty file';
  if (beginning.every((byte) => byte === 0)) {
    return 'it begins with nothing but zeros, as a download does that was not finished';
  }
  return recognizeBinary(beginning, fileBytes) ?? recognizeText(beginning);
}

function recognizeBinary(beginning: Buffer, fileBytes: number): string | null {
  const startsWith = (bytes: string): boolean => beginning.toString('latin1', 0, bytes.length) === bytes;
  if (['lmgg', 'fmgg', 'tjgg', 'algg', 'GGML'].some(startsWith)) {
    return 'it is in an old format from before GGUF: get the model again as GGUF';
  }
  if (startsWith('FUGG')) return 'it is a GGUF file whose bytes are in the reverse order';
  if (isSafetensors(beginning, fileBytes)) {
    return 'it is a safetensors file: Loam needs the model converted to GGUF';
  }
  if (startsWith('PK\x03\x04')) {
    return 'it is a ZIP archive, as PyTorch checkpoints are: Loam needs the model converted to GGUF';
  }
  if (/^\x80[\x02-\x05][}c(\x8a\x95]/u.test(beginning.toString('latin1', 0, 3))) {
    return 'it is a Python pickle, as old PyTorch checkpoints are: Loam needs the model converted to GGUF';
  }
  if (
    startsWith('\x1f\x8b') ||
    startsWith('7z\xbc\xaf') ||
    startsWith('\xfd7zXZ') ||
    startsWith('\x28\xb5\x2f\xfd')
  ) {
    return 'it is a compressed archive: unpack it first';
  }
  if (startsWith('\x89HDF')) return 'it is an HDF5 file: Loam needs the model converted to GGUF';
  return null;
}

function isSafetensors(beginning: Buffer, fileBytes: number): boolean {
  if (beginning.length < 9 || beginning.toString('latin1', 8, 9) !== '{') return false;
  const headerBytes = Number(beginning.readBigUInt64LE(0));
  return headerBytes > 1 && headerBytes <= maxSafetensorsHeaderBytes && headerBytes <= fileBytes - 8;
}

function recognizeText(beginning: Buffer): string | null {
  const text = beginning
    .toString('utf8')
    .replace(/^\uFEFF/u, '')
    .trimStart()
    .toLowerCase();
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    return 'it is a Git LFS pointer, which only names the real file: download the file itself';
  }
  if (/^(?:<!doctype html|<html|<head|<body|<\?xml|<!--)/u.test(text)) {
    return 'it is a web page, as a failed download leaves behind: download the file again';
  }
  if (/^[{[]/u.test(text)) return 'it is a JSON text';
  return /^[\t\n\r\x20-\x7e]*$/u.test(text) ? 'it is a text' : null;
}
