import { serveWorker } from '../workerEndpoint';
import { InferenceEngine } from './engine';
import { inferenceProtocolVersion, type InferenceProtocol } from './protocol';

serveWorker<InferenceProtocol>({
  protocolVersion: inferenceProtocolVersion,
  async start({ threads }, { logger }) {
    // The only import of the library: loading it takes a while, and it loads native code.
    const library = await import('node-llama-cpp');
    return new InferenceEngine(library, threads, logger).handlers();
  },
});
