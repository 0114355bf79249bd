const dayMs = 24 * 60 * 60 * 1000;
/** The last day that Excel knows, 31 December 9999. */
const lastSerial = 2_958_466;

/** Formats that Excel has a number for: 14 to 22 and 45 to 47 everywhere, 27 to 36 and 50 to 58 in East Asia. */
function isBuiltInDateFormat(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** `code` is what the workbook defines for this number; undefined when it leaves the number its own meaning. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return isBuiltInDateFormat(id);
  // Texts in quotes, escaped characters, colours and conditions are no part of the pattern; hours beyond 24 are.
  const pattern = code
    .slice(0, 500)
    .replaceAll(/"[^"]*"|\\.|_.|\*./g, '')
    .replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  return /[ymdhs]/i.test(pattern) && !/general|standard|[0#]/i.test(pattern.replaceAll(/\.0+/g, ''));
}

/**
 * A date as ISO 8601: days since the end of 1899, or since 1904 began. A whole number is a day, one below 1 a time of day.
 * Null for what is no date.
 */
export function isoDate(serial: number, isFrom1904: boolean): string | null {
  if (!(serial >= 0 && serial < lastSerial)) return null;
  const seconds = Math.round((serial % 1) * 86_400);
  const time = timeOfDay(seconds);
  if (serial < 1 && !isFrom1904) return time;
  const days = Math.floor(serial) + (isFrom1904 ? 1462 : 0);
  // Excel believes that there was a 29 February 1900.
  const start = Date.UTC(1899, 11, days < 60 ? 31 : 30);
  const day = new Date(start + days * dayMs).toISOString().slice(0, 10);
  return seconds === 0 ? day : `${day}T${time}`;
}

function timeOfDay(seconds: number): string {
  const time = new Date(seconds * 1000).toISOString().slice(11, 19);
  return time.endsWith(':00') ? time.slice(0, 5) : time;
}
