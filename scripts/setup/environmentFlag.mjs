/**
 * Whether an environment variable switches something on, such as CI=true.
 *
 * @param {string | undefined} value
 */
export function isSwitchedOn(value) {
  return value !== undefined && !['', '0', 'false'].includes(value.toLowerCase());
}
