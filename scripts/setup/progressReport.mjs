/** What the set-up shows while it works and when it is done. Everything goes to one stream, never to stdout. */

const plainIntervalMs = 5_000;
const terminalIntervalMs = 100;

/**
 * @typedef {object} Progress
 * @property {number} [percent] 0 to 100, when the total is known.
 * @property {number} [bytes] Bytes so far.
 * @property {number} [totalBytes]
 * @property {string} [note] What is being done now.
 */

/**
 * @typedef {object} StepRow
 * @property {string} name
 * @property {string} outcome
 * @property {number} seconds
 * @property {number} [bytes]
 */

/** @param {number | undefined} bytes */
export function formatBytes(bytes) {
  if (bytes === undefined) return '-';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(value >= 100 ? 0 : 1)} ${units[unit]}`;
}

/** @param {Progress} progress */
export function formatProgress({ percent, bytes, totalBytes, note }) {
  const knownPercent =
    percent ?? (bytes !== undefined && totalBytes ? (bytes / totalBytes) * 100 : undefined);
  const parts = [];
  if (knownPercent !== undefined) parts.push(`${Math.min(100, Math.floor(knownPercent))}%`);
  if (bytes !== undefined) {
    parts.push(totalBytes ? `${formatBytes(bytes)} of ${formatBytes(totalBytes)}` : formatBytes(bytes));
  }
  if (note !== undefined) parts.push(note);
  return parts.join(', ');
}

/**
 * @param {StepRow[]} rows
 * @returns {string} A table: step, what was done, seconds, bytes.
 */
export function formatTable(rows) {
  const cells = [
    ['Step', 'What was done', 'Seconds', 'Bytes'],
    ...rows.map((row) => [
      row.name,
      row.outcome,
      row.seconds.toFixed(1),
      row.bytes?.toLocaleString('en') ?? '-',
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/**
 * Shows one step's progress: a line that is rewritten on a terminal, now and then a new line elsewhere.
 */
export class StepProgress {
  /**
   * @param {string} label Such as `[2/5] Electron`.
   * @param {NodeJS.WritableStream & { isTTY?: boolean, columns?: number }} stream
   */
  constructor(label, stream) {
    this.label = label;
    this.stream = stream;
    this.lastShownMs = 0;
    this.lastText = '';
  }

  /** @param {string} text A line that stays. */
  say(text) {
    this.clear();
    this.stream.write(`${this.label}: ${text}\n`);
    this.lastShownMs = Date.now();
  }

  /** @param {Progress} progress */
  update(progress) {
    const now = Date.now();
    if (now - this.lastShownMs < (this.stream.isTTY ? terminalIntervalMs : plainIntervalMs)) return;
    const text = `${this.label}: ${formatProgress(progress)}`;
    if (text === this.lastText) return;
    this.lastShownMs = now;
    this.lastText = text;
    if (this.stream.isTTY) this.stream.write(`\r\x1b[2K${text.slice(0, (this.stream.columns ?? 80) - 1)}`);
    else this.stream.write(`${text}\n`);
  }

  /** Takes a rewritten line away, so that the next line starts at the margin. */
  clear() {
    if (this.stream.isTTY && this.lastText !== '') this.stream.write('\r\x1b[2K');
    this.lastText = '';
  }
}
