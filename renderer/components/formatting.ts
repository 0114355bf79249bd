const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A file's size as people read it: 98.4 MB. Decimal units, as file managers show them. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${number.format(value)} ${units[unit] ?? ''}`;
}

/** A whole number with its thousands apart: 8,192. */
export function formatCount(count: number): string {
  return number.format(Math.round(count));
}

/** Seconds with one decimal: 0.5 s. */
export function formatSeconds(milliseconds: number): string {
  return `${number.format(milliseconds / 1000)} s`;
}
