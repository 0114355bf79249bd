import { constants, setPriority } from 'node:os';
import { serveWorker } from '../workerEndpoint';
import { IndexingEngine } from './engine';
import { indexingProtocolVersion, type IndexingProtocol } from './protocol';

// It can keep every core busy for hours, and the window must not feel it.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

serveWorker<IndexingProtocol>({
  protocolVersion: indexingProtocolVersion,
  start: (init) => Promise.resolve(new IndexingEngine(init).handlers()),
});
