import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface PlainEmbedding {
  /** Milliseconds to embed them one by one. */
  embed(texts: readonly string[]): Promise<number>;
  end(): void;
}

/** Starts the plain loop and waits until its model is loaded. */
export async function startPlainEmbedding(embedderFolder: string): Promise<PlainEmbedding> {
  const child = fork(fileURLToPath(new URL('plainLoop.mjs', import.meta.url)), [embedderFolder], {
    serialization: 'advanced',
    execArgv: [],
  });
  await once(child, 'message');
  return {
    async embed(texts) {
      child.send(texts);
      const [answer] = (await once(child, 'message')) as [{ durationMs: number }];
      return answer.durationMs;
    },
    end: () => void child.kill(),
  };
}
