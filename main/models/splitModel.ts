/** `name-00002-of-00005.gguf`, as llama.cpp's tools name the parts of a model that was split. */
const partPattern = /^(?<stem>.+)-(?<number>\d{5})-of-(?<count>\d{5})\.gguf$/i;
const mostParts = 1000;

/**
 * The names of all parts, the first one first; of a file that is no part its own name.
 *
 * @param fileName without a folder
 */
export function partNames(fileName: string): string[] {
  const part = partOf(fileName);
  if (!part) return [fileName];
  const padded = (number: number): string => String(number).padStart(5, '0');
  return Array.from(
    { length: part.count },
    (_, index) => `${part.stem}-${padded(index + 1)}-of-${padded(part.count)}.gguf`,
  );
}

/** The name of a model by its file's name: without extension and part numbers. */
export function modelNameOf(fileName: string): string {
  return partOf(fileName)?.stem ?? fileName.replace(/\.gguf$/i, '');
}

function partOf(fileName: string): { stem: string; count: number } | null {
  const groups = partPattern.exec(fileName)?.groups;
  const stem = groups?.['stem'];
  const count = Number(groups?.['count']);
  const number = Number(groups?.['number']);
  if (stem === undefined || !(count >= 1 && count <= mostParts && number >= 1 && number <= count))
    return null;
  return { stem, count };
}
