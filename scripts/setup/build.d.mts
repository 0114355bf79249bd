/**
 * Builds the app into out/ unless it is up to date.
 * @param root project folder; this one by default
 * @throws when the build fails
 */
export function buildApplication(root?: string): Promise<void>;
