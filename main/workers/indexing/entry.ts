import { serveWorker } from '../workerEndpoint';
import { IndexingEngine } from './engine';
import { indexingProtocolVersion, type IndexingProtocol } from './protocol';

serveWorker<IndexingProtocol>({
  protocolVersion: indexingProtocolVersion,
  start: (init) => Promise.resolve(new IndexingEngine(init).handlers()),
});
