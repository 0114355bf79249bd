export function writeDocuments(documents: readonly { title: string; text: string }[], folder: string): void;
export function indexOf(name: string): number;
