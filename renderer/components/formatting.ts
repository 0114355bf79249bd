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

/** How far something is: 1.2 of 4.4 GB, or 1.2 GB where the whole is not known. */
export function formatProgress(doneBytes: number, totalBytes: number | null): string {
  if (totalBytes === null) return formatBytes(doneBytes);
  const done = formatBytes(doneBytes);
  const total = formatBytes(totalBytes);
  const unit = total.slice(total.indexOf(' '));
  return `${done.endsWith(unit) ? done.slice(0, -unit.length) : done} of ${total}`;
}

/** Bytes in a second: 12 MB/s. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(Math.round(bytesPerSecond))}/s`;
}

/** How long something still takes: 45 s left, 3 min left, 2 h 5 min left. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 59.5) return `${Math.max(1, Math.round(seconds))} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min left`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h left` : `${hours} h ${minutes % 60} min left`;
}

const relativeTime = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const dayMs = 86_400_000;

/** The day of a moment as people say it: today, yesterday, 3 days ago, 2 months ago. */
export function formatDaysAgo(moment: number, now = Date.now()): string {
  const startOfDay = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.max(0, Math.round((startOfDay(now) - startOfDay(moment)) / dayMs));
  if (days < 31) return relativeTime.format(-days, 'day');
  return days < 365
    ? relativeTime.format(-Math.floor(days / 30), 'month')
    : relativeTime.format(-Math.floor(days / 365), 'year');
}
