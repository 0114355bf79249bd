import { serveWorker } from '../workerEndpoint';
import { InferenceEngine } from './engine';
import { startLlama } from './llamaRuntime';
import { inferenceProtocolVersion, type InferenceProtocol } from './protocol';

serveWorker<InferenceProtocol>({
  protocolVersion: inferenceProtocolVersion,
  async start({ gpu }, { logger }) {
    // The only import of the library: loading it takes a while, and it loads native code.
    const library = await import('node-llama-cpp');
    return new InferenceEngine(await startLlama(library, gpu, logger)).handlers();
  },
});
