import type { OnnxGraph, OnnxNode, OnnxTensor } from './onnxSchema';
import { dataTypes } from './onnxSchema';

/** A matrix of 8-bit numbers and what the result of multiplying with it is scaled by and shifted by. */
export interface Int8Linear {
  inputs: number;
  outputs: number;
  /** inputs x outputs, the outputs closest together. */
  weights: Int8Array;
  /** One an output. */
  scales: Float32Array;
  bias: Float32Array;
}

export interface NormWeights {
  weight: Float32Array;
  bias: Float32Array;
}

/** Rows of 8-bit numbers with a scale each. */
export interface Int8Rows {
  rows: number;
  width: number;
  values: Int8Array;
  scales: Float32Array;
}

export interface BertLayer {
  query: Int8Linear;
  key: Int8Linear;
  value: Int8Linear;
  attentionOutput: Int8Linear;
  attentionNorm: NormWeights;
  intermediate: Int8Linear;
  output: Int8Linear;
  outputNorm: NormWeights;
}

export interface BertWeights {
  words: Int8Rows;
  positions: Int8Rows;
  /** What is added to the tokens of a first or only text. */
  firstType: Float32Array;
  embeddingNorm: NormWeights;
  layers: readonly BertLayer[];
}

/**
 * Finds the weights of a BERT encoder by the names that its trainers' library gives them, in a file that keeps them as
 * 8-bit numbers to be multiplied out. Undefined for any other file.
 */
export function findBertWeights(graph: OnnxGraph, layerCount: number): BertWeights | undefined {
  try {
    const weights = new NamedWeights(graph);
    return {
      words: weights.rows('embeddings.word_embeddings.weight'),
      positions: weights.rows('embeddings.position_embeddings.weight'),
      firstType: weights.floats('embeddings.token_type_embeddings.weight'),
      embeddingNorm: weights.norm('embeddings.LayerNorm'),
      layers: Array.from({ length: layerCount }, (_, index) => weights.layer(`encoder.layer.${index}`)),
    };
  } catch (error) {
    if (error instanceof OtherLayoutError) return undefined;
    throw error;
  }
}

class OtherLayoutError extends Error {}

class NamedWeights {
  readonly #initializers = new Map<string, OnnxTensor>();
  readonly #producers = new Map<string, OnnxNode>();
  readonly #additions = new Map<string, OnnxNode>();

  constructor({ initializers, nodes }: OnnxGraph) {
    for (const tensor of initializers) this.#initializers.set(tensor.name, tensor);
    for (const node of nodes) {
      for (const output of node.outputs) this.#producers.set(output, node);
      if (node.operator === 'Add') for (const input of node.inputs) this.#additions.set(input, node);
    }
  }

  layer(name: string): BertLayer {
    return {
      query: this.linear(`${name}.attention.self.query`),
      key: this.linear(`${name}.attention.self.key`),
      value: this.linear(`${name}.attention.self.value`),
      attentionOutput: this.linear(`${name}.attention.output.dense`),
      attentionNorm: this.norm(`${name}.attention.output.LayerNorm`),
      intermediate: this.linear(`${name}.intermediate.dense`),
      output: this.linear(`${name}.output.dense`),
      outputNorm: this.norm(`${name}.output.LayerNorm`),
    };
  }

  /** The matrix itself has lost its name: it is what the named bias is added to the product of. */
  linear(name: string): Int8Linear {
    const biasName = this.#fullName(`${name}.bias`);
    const bias = this.floats(`${name}.bias`);
    const product = this.#additions.get(biasName)?.inputs.find((input) => input !== biasName);
    const multiplication = this.#producer(product, 'MatMul');
    const { values, dims, scales } = this.#scaled(multiplication.inputs[1]);
    const [inputs, outputs] = dims;
    if (inputs === undefined || outputs !== bias.length || scales.length !== outputs)
      throw new OtherLayoutError();
    return { inputs, outputs, weights: values, scales, bias };
  }

  rows(name: string): Int8Rows {
    const { values, dims, scales } = this.#scaled(this.#fullName(name));
    const [rows, width] = dims;
    if (rows === undefined || width === undefined || scales.length !== rows) throw new OtherLayoutError();
    return { rows, width, values, scales };
  }

  norm(name: string): NormWeights {
    return { weight: this.floats(`${name}.weight`), bias: this.floats(`${name}.bias`) };
  }

  floats(name: string): Float32Array {
    const { rawData } = this.#initializer(this.#fullName(name), dataTypes.float32);
    return new Float32Array(alignedCopy(rawData));
  }

  /** 8-bit numbers, converted and multiplied by their scales. */
  #scaled(value: string | undefined): { values: Int8Array; dims: readonly number[]; scales: Float32Array } {
    const { inputs } = this.#producer(value, 'Mul');
    const conversion = this.#producer(inputs[0], 'Cast');
    const { rawData, dims } = this.#initializer(conversion.inputs[0], dataTypes.int8);
    const size = dims.reduce((product, dim) => product * dim, 1);
    if (dims.length !== 2 || size !== rawData.length) throw new OtherLayoutError();
    const scales = this.#initializer(inputs[1], dataTypes.float32);
    return {
      values: new Int8Array(rawData.buffer, rawData.byteOffset, rawData.length),
      dims,
      scales: new Float32Array(alignedCopy(scales.rawData)),
    };
  }

  #fullName(name: string): string {
    for (const known of [this.#initializers, this.#producers]) {
      for (const key of known.keys()) if (key === name || key.endsWith(`.${name}`)) return key;
    }
    throw new OtherLayoutError();
  }

  #initializer(name: string | undefined, dataType: number): OnnxTensor {
    const tensor = this.#initializers.get(name ?? '');
    if (tensor?.dataType !== dataType || tensor.rawData.length === 0) throw new OtherLayoutError();
    return tensor;
  }

  #producer(value: string | undefined, operator: string): OnnxNode {
    const node = this.#producers.get(value ?? '');
    if (node?.operator !== operator || node.domain !== '') throw new OtherLayoutError();
    return node;
  }
}

function alignedCopy(bytes: Uint8Array): ArrayBuffer {
  if (bytes.length % 4 !== 0) throw new OtherLayoutError();
  return new Uint8Array(bytes).buffer;
}
