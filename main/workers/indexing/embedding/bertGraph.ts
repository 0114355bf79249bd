import type { BertLayer, BertWeights, Int8Linear, Int8Rows, NormWeights } from './bertWeights';
import { dataTypes, type OnnxAttribute, type OnnxGraph, type OnnxNode, type OnnxTensor } from './onnxSchema';

/** The newest set of ONNX operators that the graph below uses. */
export const bertGraphOpset = 17;

export interface BertShape {
  heads: number;
  normEpsilon: number;
}

/**
 * A graph that calculates what a BERT encoder does for one text, with 8-bit multiplications. Input `input_ids`, output
 * `last_hidden_state`.
 *
 * @param isUnsigned weights from 0 to 255 instead of -128 to 127: the same results, slower, but right on processors
 *   whose fast instruction overflows (see `saturation.ts`)
 */
export function buildBertGraph(weights: BertWeights, shape: BertShape, isUnsigned: boolean): OnnxGraph {
  const builder = new GraphBuilder(isUnsigned);
  let hidden = builder.embed(weights, shape);
  weights.layers.forEach((layer, index) => {
    hidden = builder.layer(`layer${index}`, hidden, layer, shape);
  });
  return builder.finish(hidden, weights.words.width);
}

class GraphBuilder {
  readonly #nodes: OnnxNode[] = [];
  readonly #initializers: OnnxTensor[] = [];
  readonly #isUnsigned: boolean;

  constructor(isUnsigned: boolean) {
    this.#isUnsigned = isUnsigned;
  }

  embed({ words, positions, firstType, embeddingNorm }: BertWeights, { normEpsilon }: BertShape): string {
    const word = this.#wordVectors(words);
    const zero = this.#int64('zero', [0]);
    const length = this.#node('Shape', ['input_ids'], 'length', { start: 1, end: 2 });
    const table = this.#floats('positions', positionVectors(positions, firstType), [
      positions.rows,
      positions.width,
    ]);
    const place = this.#node('Slice', [table, zero, length, zero], 'place');
    const sum = this.#node('Add', [word, place], 'embeddings');
    return this.#norm('embeddingNorm', sum, embeddingNorm, normEpsilon);
  }

  layer(name: string, input: string, layer: BertLayer, { heads, normEpsilon }: BertShape): string {
    const attended = this.#attention(name, input, layer, heads);
    const projected = this.#linear(`${name}.projected`, attended, layer.attentionOutput);
    const attentionSum = this.#node('Add', [projected, input], `${name}.attentionSum`);
    const middle = this.#norm(`${name}.attentionNorm`, attentionSum, layer.attentionNorm, normEpsilon);
    const wide = this.#linear(`${name}.wide`, middle, layer.intermediate);
    const active = this.#microsoft('Gelu', [wide], [`${name}.active`], {});
    const narrow = this.#linear(`${name}.narrow`, active, layer.output);
    const outputSum = this.#node('Add', [narrow, middle], `${name}.outputSum`);
    return this.#norm(`${name}.outputNorm`, outputSum, layer.outputNorm, normEpsilon);
  }

  finish(hidden: string, width: number): OnnxGraph {
    this.#node('Identity', [hidden], 'last_hidden_state');
    return {
      nodes: this.#nodes,
      initializers: this.#initializers,
      inputs: [{ name: 'input_ids', dims: [1, 'length'], dataType: dataTypes.int64 }],
      outputs: [{ name: 'last_hidden_state', dims: [1, 'length', width], dataType: dataTypes.float32 }],
    };
  }

  /** Looked up as 8-bit numbers: multiplying the whole table out would take four times its memory. */
  #wordVectors({ values, scales, rows, width }: Int8Rows): string {
    const table = this.#initializer('words', dataTypes.int8, [rows, width], values);
    const tableScales = this.#floats('wordScales', scales, [rows, 1]);
    const found = this.#node('Gather', [table, 'input_ids'], 'found');
    const foundScales = this.#node('Gather', [tableScales, 'input_ids'], 'foundScales');
    const converted = this.#node('Cast', [found], 'converted', { to: dataTypes.float32 });
    return this.#node('Mul', [converted, foundScales], 'word');
  }

  /** One multiplication for all three, which shares the conversion of its input to 8 bits. */
  #attention(name: string, input: string, { query, key, value }: BertLayer, heads: number): string {
    const parts = [query, key, value];
    const together = this.#linear(`${name}.together`, input, sideBySide(parts));
    const lengths = this.#int64(
      `${name}.lengths`,
      parts.map(({ outputs }) => outputs),
    );
    const split = ['query', 'key', 'value'].map((part) => `${name}.${part}`);
    this.#nodes.push({
      operator: 'Split',
      domain: '',
      inputs: [together, lengths],
      outputs: split,
      attributes: attributes({ axis: -1 }),
    });
    return this.#microsoft('MultiHeadAttention', split, [`${name}.attended`], { num_heads: heads });
  }

  /** The input's scale is that of one text, because a run has only one: so no text changes another's result. */
  #linear(name: string, input: string, { inputs, outputs, weights, scales, bias }: Int8Linear): string {
    const matrix = this.#isUnsigned
      ? this.#initializer(`${name}.weights`, dataTypes.uint8, [inputs, outputs], shiftToUnsigned(weights))
      : this.#initializer(`${name}.weights`, dataTypes.int8, [inputs, outputs], weights);
    const zeroPoint = this.#isUnsigned
      ? this.#initializer(`${name}.zero`, dataTypes.uint8, [outputs], new Uint8Array(outputs).fill(128))
      : '';
    const scale = this.#floats(`${name}.scales`, scales, [outputs]);
    const shift = this.#floats(`${name}.bias`, bias, [outputs]);
    return this.#microsoft('DynamicQuantizeMatMul', [input, matrix, scale, zeroPoint, shift], [name], {});
  }

  #norm(name: string, input: string, { weight, bias }: NormWeights, epsilon: number): string {
    const scale = this.#floats(`${name}.weight`, weight, [weight.length]);
    const shift = this.#floats(`${name}.bias`, bias, [bias.length]);
    return this.#node('LayerNormalization', [input, scale, shift], name, { axis: -1, epsilon });
  }

  #node(operator: string, inputs: string[], output: string, settings: Settings = {}): string {
    this.#nodes.push({ operator, domain: '', inputs, outputs: [output], attributes: attributes(settings) });
    return output;
  }

  #microsoft(operator: string, inputs: string[], [output]: [string], settings: Settings): string {
    const domain = 'com.microsoft';
    this.#nodes.push({ operator, domain, inputs, outputs: [output], attributes: attributes(settings) });
    return output;
  }

  #floats(name: string, values: Float32Array, dims: number[]): string {
    return this.#initializer(name, dataTypes.float32, dims, values);
  }

  #int64(name: string, values: number[]): string {
    const data = BigInt64Array.from(values, BigInt);
    return this.#initializer(name, dataTypes.int64, [values.length], data);
  }

  #initializer(name: string, dataType: number, dims: number[], values: NumberArray): string {
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#initializers.push({ name, dims, dataType, rawData });
    return name;
  }
}

type Settings = Record<string, number>;
type NumberArray = Float32Array | Int8Array | Uint8Array | BigInt64Array;

/** Names of attributes that are no whole numbers. */
const floatAttributes = ['epsilon'];

function attributes(settings: Settings): OnnxAttribute[] {
  return Object.entries(settings).map(([name, value]) =>
    floatAttributes.includes(name) ? { name, type: 1, float: value } : { name, type: 2, int: value },
  );
}

function sideBySide(parts: readonly Int8Linear[]): Int8Linear {
  const inputs = parts[0]?.inputs ?? 0;
  const outputs = parts.reduce((sum, part) => sum + part.outputs, 0);
  const weights = new Int8Array(inputs * outputs);
  const scales = new Float32Array(outputs);
  const bias = new Float32Array(outputs);
  let start = 0;
  for (const part of parts) {
    for (let row = 0; row < inputs; row += 1) {
      const from = row * part.outputs;
      weights.set(part.weights.subarray(from, from + part.outputs), row * outputs + start);
    }
    scales.set(part.scales, start);
    bias.set(part.bias, start);
    start += part.outputs;
  }
  return { inputs, outputs, weights, scales, bias };
}

function shiftToUnsigned(weights: Int8Array): Uint8Array {
  return Uint8Array.from(weights, (weight) => weight + 128);
}

/** A text of one part has the same type everywhere, so it is added to the table beforehand. */
function positionVectors({ values, scales, width }: Int8Rows, firstType: Float32Array): Float32Array {
  return Float32Array.from(
    values,
    (value, index) => value * (scales[Math.floor(index / width)] ?? 0) + (firstType[index % width] ?? 0),
  );
}
