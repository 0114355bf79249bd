const quantizationPattern =
  /(?:^|[-._])((?:UD[-_])?(?:I?Q[1-8](?:_(?:[0-9]|K|XXS|XS|S|M|L|XL|NL|0_\d_\d))*|TQ[12]_0|MXFP4(?:_MOE)?|BF16|F16|F32))(?=[-._]|$)/gi;

/** How a model's numbers are stored, by its file's name, such as Q4_K_M; null where the name does not say it. */
export function quantizationOf(fileName: string): string | null {
  const stem = fileName.replace(/\.gguf$/i, '').replace(/-\d{5}-of-\d{5}$/, '');
  const matches = [...stem.matchAll(quantizationPattern)];
  return matches.at(-1)?.[1]?.toUpperCase() ?? null;
}
