import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { int8Tensor } from '../../../../test/fixtures/onnx/graphParts';
import { tinyBertGraph } from '../../../../test/fixtures/onnx/tinyBert';
import { bertGraphOpset, buildBertGraph } from './bertGraph';
import { type BertWeights, findBertWeights } from './bertWeights';
import { decodeOnnx, encodeOnnx, type OnnxGraph } from './onnxSchema';

const shape = { heads: 4, normEpsilon: 1e-12 };
const ids = BigInt64Array.from([2, 40, 77, 12, 51, 90, 33, 3], BigInt);

function weightsOf(graph: OnnxGraph, layers = 2): BertWeights | undefined {
  return findBertWeights(graph, layers);
}

/** All numbers of `last_hidden_state`. */
async function run(file: Uint8Array): Promise<Float32Array> {
  const session = await InferenceSession.create(file, {
    graphOptimizationLevel: 'basic',
    logSeverityLevel: 3,
  });
  try {
    const tokens = new Tensor('int64', ids, [1, ids.length]);
    const types = new Tensor('int64', new BigInt64Array(ids.length), [1, ids.length]);
    const feeds = { input_ids: tokens, ...(session.inputNames.length > 1 && { token_type_ids: types }) };
    const { last_hidden_state: output } = await session.run(feeds);
    return output!.data as Float32Array;
  } finally {
    await session.release();
  }
}

function cosine(one: Float32Array, other: Float32Array): number {
  const dot = (a: Float32Array, b: Float32Array): number =>
    a.reduce((sum, value, index) => sum + value * b[index]!, 0);
  return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
}

describe('the graph with 8-bit multiplications', () => {
  it('calculates nearly the same as the original', async () => {
    const original = encodeOnnx(tinyBertGraph(), 17);
    const graph = buildBertGraph(weightsOf(decodeOnnx(original))!, shape, false);
    const [expected, found] = [await run(original), await run(encodeOnnx(graph, bertGraphOpset))];
    expect(found).toHaveLength(expected.length);
    expect(cosine(expected, found)).toBeGreaterThan(0.999);
  });

  it('calculates exactly the same with unsigned weights', async () => {
    const weights = weightsOf(tinyBertGraph())!;
    const [signed, unsigned] = [false, true].map((isUnsigned) =>
      run(encodeOnnx(buildBertGraph(weights, shape, isUnsigned), bertGraphOpset)),
    );
    expect(await unsigned).toEqual(await signed);
  });

  it('keeps the weights as small as they were', () => {
    const original = encodeOnnx(tinyBertGraph(), 17);
    const derived = encodeOnnx(buildBertGraph(weightsOf(tinyBertGraph())!, shape, false), bertGraphOpset);
    // The positions are multiplied out.
    expect(derived.length).toBeLessThan(original.length + 128 * 32 * 4);
  });
});

describe('finding the weights', () => {
  it('reads the matrices, scales and shifts by the names of their biases', () => {
    const { layers, words } = weightsOf(decodeOnnx(encodeOnnx(tinyBertGraph(), 17)))!;
    expect(layers).toHaveLength(2);
    expect(layers[0]!.intermediate).toMatchObject({ inputs: 32, outputs: 64 });
    expect(layers[0]!.query.weights).not.toEqual(layers[0]!.key.weights);
    expect(words.scales).toHaveLength(words.rows);
  });

  it.each([
    ['has fewer layers than its settings say', (graph: OnnxGraph) => weightsOf(graph, 3)],
    [
      'has lost a name',
      (graph: OnnxGraph) => weightsOf(withoutInitializer(graph, 'attention.self.key.bias')),
    ],
    [
      'adds the biases to something else than a product',
      (graph: OnnxGraph) => weightsOf(withOperator(graph, 'MatMul', 'Gemm')),
    ],
    [
      'has a matrix of another size',
      (graph: OnnxGraph) =>
        weightsOf(
          withInitializer(graph, int8Tensor('bert.encoder.layer.1.intermediate.dense.matrix_q', [32, 8], [])),
        ),
    ],
    ['keeps its weights otherwise', (graph: OnnxGraph) => weightsOf(withOperator(graph, 'Cast', 'Identity'))],
    ['holds nothing', () => weightsOf({ nodes: [], initializers: [], inputs: [], outputs: [] })],
  ])('leaves a graph alone that %s', (_what, find) => {
    expect(find(tinyBertGraph())).toBeUndefined();
  });
});

it('refuses bytes that are no model', () => {
  expect(() => decodeOnnx(new TextEncoder().encode('this is no model at all'))).toThrow();
  expect(() => decodeOnnx(new Uint8Array())).toThrow('no graph');
});

function withoutInitializer(graph: OnnxGraph, ending: string): OnnxGraph {
  return { ...graph, initializers: graph.initializers.filter(({ name }) => !name.endsWith(ending)) };
}

function withInitializer(graph: OnnxGraph, tensor: OnnxGraph['initializers'][number]): OnnxGraph {
  expect(graph.initializers.some(({ name }) => name === tensor.name)).toBe(true);
  return {
    ...graph,
    initializers: graph.initializers.map((known) => (known.name === tensor.name ? tensor : known)),
  };
}

function withOperator(graph: OnnxGraph, from: string, to: string): OnnxGraph {
  return {
    ...graph,
    nodes: graph.nodes.map((each) => (each.operator === from ? { ...each, operator: to } : each)),
  };
}
