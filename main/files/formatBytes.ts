/** A size as people read it: 98.4 MB, 5.0 GB. Decimal units, as file managers and the window show them. */
export function formatBytes(bytes: number): string {
  if (bytes >= 999_950_000) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 999_950) return `${(bytes / 1e6).toFixed(1)} MB`;
  if (bytes >= 1000) return `${Math.round(bytes / 1e3)} kB`;
  return `${bytes} bytes`;
}
