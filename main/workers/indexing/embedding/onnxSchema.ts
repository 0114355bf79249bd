import protobuf from 'protobufjs/light.js';

/**
 * The part of the ONNX format that Loam reads and writes: graphs without subgraphs, tensors with raw data. Everything
 * else in a file is skipped, so a deeply nested file costs nothing. All integers are read as 32 bits: a graph that
 * needs more is none of ours.
 */
const schema = protobuf.Root.fromJSON({
  nested: {
    Model: message({
      irVersion: [1, 'int32'],
      producerName: [2, 'string'],
      graph: [7, 'Graph'],
      opsets: [8, 'Opset', 'repeated'],
    }),
    Opset: message({ domain: [1, 'string'], version: [2, 'int32'] }),
    Graph: message({
      nodes: [1, 'Node', 'repeated'],
      name: [2, 'string'],
      initializers: [5, 'Tensor', 'repeated'],
      inputs: [11, 'Value', 'repeated'],
      outputs: [12, 'Value', 'repeated'],
    }),
    Node: message({
      inputs: [1, 'string', 'repeated'],
      outputs: [2, 'string', 'repeated'],
      name: [3, 'string'],
      operator: [4, 'string'],
      attributes: [5, 'Attribute', 'repeated'],
      domain: [7, 'string'],
    }),
    Attribute: message({
      name: [1, 'string'],
      float: [2, 'float'],
      int: [3, 'int32'],
      ints: [8, 'int32', 'repeated'],
      type: [20, 'int32'],
    }),
    Tensor: message({
      dims: [1, 'uint32', 'repeated'],
      dataType: [2, 'int32'],
      name: [8, 'string'],
      rawData: [9, 'bytes'],
    }),
    Value: message({ name: [1, 'string'], type: [2, 'ValueType'] }),
    ValueType: message({ tensor: [1, 'TensorType'] }),
    TensorType: message({ dataType: [1, 'int32'], shape: [2, 'Shape'] }),
    Shape: message({ dims: [1, 'Dimension', 'repeated'] }),
    Dimension: message({ value: [1, 'uint32'], name: [2, 'string'] }),
  },
});

type FieldInput = readonly [id: number, type: string, rule?: 'repeated'];

function message(fields: Record<string, FieldInput>): protobuf.IType {
  return {
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, [id, type, rule]]) => [name, { id, type, ...(rule && { rule }) }]),
    ),
  };
}

/** The format's numbers for the types of values that Loam handles. */
export const dataTypes = { float32: 1, uint8: 2, int8: 3, int64: 7 } as const;

export interface OnnxTensor {
  name: string;
  dims: readonly number[];
  dataType: number;
  /** Little-endian, the last dimension closest together. Empty where a file keeps the numbers in another way. */
  rawData: Uint8Array;
}

export type OnnxAttribute =
  | { name: string; type: 1; float: number }
  | { name: string; type: 2; int: number }
  | { name: string; type: 7; ints: readonly number[] };

export interface OnnxNode {
  name?: string;
  operator: string;
  /** Empty for ONNX's own operators. */
  domain: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: readonly OnnxAttribute[];
}

export interface OnnxValue {
  name: string;
  /** A number of values, or a name where it differs from run to run. */
  dims: readonly (number | string)[];
  dataType: number;
}

export interface OnnxGraph {
  nodes: readonly OnnxNode[];
  initializers: readonly OnnxTensor[];
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
}

/** Throws when the bytes are no ONNX model. The tensors' data are views of `bytes`. */
export function decodeOnnx(bytes: Uint8Array): OnnxGraph {
  const type = schema.lookupType('Model');
  const model = type.toObject(type.decode(bytes), { arrays: true, defaults: true });
  // The schema above says what toObject returns; protobufjs has no types for it.
  const graph = model['graph'] as { [Part in keyof OnnxGraph]: OnnxGraph[Part] } | null;
  if (!graph) throw new Error('The file holds no graph.');
  return graph;
}

/** A model file for `graph`. `opset` is the version of ONNX's own operators. */
export function encodeOnnx(graph: OnnxGraph, opset: number): Uint8Array {
  const type = schema.lookupType('Model');
  const describe = ({ name, dims, dataType }: OnnxValue): object => ({
    name,
    type: {
      tensor: {
        dataType,
        shape: { dims: dims.map((dim) => (typeof dim === 'number' ? { value: dim } : { name: dim })) },
      },
    },
  });
  const model = {
    irVersion: 8,
    producerName: 'loam',
    graph: {
      ...graph,
      name: 'loam',
      inputs: graph.inputs.map(describe),
      outputs: graph.outputs.map(describe),
    },
    opsets: [
      { domain: '', version: opset },
      { domain: 'com.microsoft', version: 1 },
    ],
  };
  return type.encode(type.fromObject(model)).finish();
}
