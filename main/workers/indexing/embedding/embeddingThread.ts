import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type {
  EncodedText,
  MessageFromThread,
  MessageToThread,
  OutputKind,
  ThreadData,
} from './threadMessages';

// The body of a thread: a run takes 10 ms and more, in which nothing else happens on its thread. Only types are
// imported from beside it, so that Node runs this file as it is.

// The thread is only ever started by `startModelThread`, with this.
const order = workerData as ThreadData;
/** Its numbers: whether this thread is in native code, and whether it must not go there again. */
const activity = new Int32Array(order.activity);
const knownInputs = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'];

async function openSession(): Promise<InferenceSession> {
  const options: InferenceSession.SessionOptions = {
    // Several threads with a session each embed more than one session with several threads.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: order.optimization,
    logSeverityLevel: 3,
  };
  const { model } = order;
  const session = await inNativeCode(() =>
    typeof model === 'string'
      ? InferenceSession.create(model, options)
      : InferenceSession.create(model, options),
  );
  const unknown = session.inputNames.find((name) => !knownInputs.includes(name));
  if (unknown !== undefined)
    throw new Error(`it asks for "${unknown}", which only other kinds of models need`);
  return session;
}

async function inNativeCode<Result>(call: () => Promise<Result>): Promise<Result> {
  Atomics.store(activity, 0, 1);
  try {
    if (Atomics.load(activity, 1) === 1) throw new Error('the process is ending');
    return await call();
  } finally {
    Atomics.store(activity, 0, 0);
    Atomics.notify(activity, 0);
  }
}

/** One text a run: a batch is slower, and a text's vector would depend on what else is in it. */
async function run(session: InferenceSession, text: EncodedText): Promise<Float32Array> {
  const feeds = Object.fromEntries(
    session.inputNames.map((name, index) => [name, inputTensor(session, index, valuesOf(name, text))]),
  );
  const outputs = await inNativeCode(() => session.run(feeds));
  const [name, kind] = chooseOutput(session.outputNames);
  const output = outputs[name];
  if (!output || !(output.data instanceof Float32Array)) {
    throw new Error('its results are not 32-bit numbers');
  }
  return kind === 'raw' ? output.data.slice() : normalize(pool(output.data, output.dims, kind));
}

/** Some files hold the pooling too, and give the text's vector under this name. */
function chooseOutput(names: readonly string[]): [name: string, kind: OutputKind] {
  const pooled = names.find((name) => name === 'sentence_embedding');
  if (pooled !== undefined && order.output !== 'raw') return [pooled, 'first-token'];
  const wanted = order.output === 'raw' ? 'logits' : 'last_hidden_state';
  return [names.find((name) => name === wanted) ?? names[0] ?? wanted, order.output];
}

function valuesOf(name: string, { ids, types }: EncodedText): BigInt64Array {
  if (name === 'input_ids') return ids;
  if (name === 'token_type_ids') return types;
  if (name === 'attention_mask') return new BigInt64Array(ids.length).fill(1n);
  return BigInt64Array.from(ids, (_, index) => BigInt(index));
}

function inputTensor(session: InferenceSession, index: number, values: BigInt64Array): Tensor {
  const shape = [1, values.length];
  const metadata = session.inputMetadata[index];
  return metadata?.isTensor && metadata.type === 'int32'
    ? new Tensor('int32', Int32Array.from(values, Number), shape)
    : new Tensor('int64', values, shape);
}

/** `values` is one text's vectors, token by token, or its one vector. */
function pool(values: Float32Array, dims: readonly number[], kind: OutputKind): Float32Array {
  const width = dims.at(-1) ?? 0;
  const tokens = width === 0 ? 0 : values.length / width;
  if (tokens === 0) throw new Error('its result is empty');
  if (kind === 'first-token') return values.slice(0, width);
  if (kind === 'last-token') return values.slice((tokens - 1) * width);
  const pooled = values.slice(0, width);
  for (let token = 1; token < tokens; token += 1) {
    for (let index = 0; index < width; index += 1) {
      const here = pooled[index] ?? 0;
      const value = values[token * width + index] ?? 0;
      pooled[index] = kind === 'max' ? Math.max(here, value) : here + value;
    }
  }
  return pooled;
}

function normalize(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (!Number.isFinite(length) || length === 0) throw new Error('its result is no direction');
  return vector.map((value) => value / length);
}

async function serve(): Promise<void> {
  const session = await openSession();
  const trial = await run(session, order.trial);
  let last = Promise.resolve();
  parentPort?.on('message', (message: MessageToThread) => {
    last = last.then(() =>
      message.type === 'run' ? answer(() => runAll(session, message.texts)) : close(session),
    );
  });
  send({ type: 'ready', outputLength: trial.length });
}

async function runAll(session: InferenceSession, texts: readonly EncodedText[]): Promise<void> {
  const outputs: Float32Array[] = [];
  for (const text of texts) outputs.push(await run(session, text));
  send({ type: 'done', outputs });
}

async function close(session: InferenceSession): Promise<void> {
  await session.release();
  parentPort?.close();
}

async function answer(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    send({ type: 'failed', reason: describe(error) });
  }
}

/** Where the file lies is nobody's business but the user's. */
function describe(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return typeof order.model === 'string' ? reason.replaceAll(order.model, 'the file') : reason;
}

function send(message: MessageFromThread): void {
  parentPort?.postMessage(message);
}

void answer(serve);
