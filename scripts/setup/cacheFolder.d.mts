/** Where downloads that several clones can share are kept; safe to delete. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string;
