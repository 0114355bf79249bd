import { startModelThread } from './modelThread';
import { dataTypes, encodeOnnx } from './onnxSchema';

const length = 64;
const largest = 127;

/**
 * Whether this processor's multiplication of unsigned with signed 8-bit numbers overflows: on x86 without VNNI two
 * products are added in 16 bits, which 2 x 255 x 127 does not fit. Rare in a model, but a model that meets it gives
 * other vectors.
 */
export async function doesMultiplicationSaturate(): Promise<boolean> {
  const ones = new BigInt64Array(length).fill(1n);
  const text = { ids: ones, types: ones };
  const thread = await startModelThread({
    model: largestProducts(),
    optimization: 'basic',
    output: 'raw',
    trial: text,
  });
  try {
    const [result] = await thread.run([text]);
    const exact = length * largest;
    return Math.abs((result?.[0] ?? 0) - exact) > exact / 100;
  } finally {
    await thread.close();
  }
}

function largestProducts(): Uint8Array {
  const weights = new Uint8Array(length * length).fill(largest);
  const scales = new Uint8Array(new Float32Array(length).fill(1).buffer);
  return encodeOnnx(
    {
      nodes: [
        {
          operator: 'Cast',
          domain: '',
          inputs: ['input_ids'],
          outputs: ['values'],
          attributes: [{ name: 'to', type: 2, int: dataTypes.float32 }],
        },
        {
          operator: 'DynamicQuantizeMatMul',
          domain: 'com.microsoft',
          inputs: ['values', 'weights', 'scales'],
          outputs: ['logits'],
          attributes: [],
        },
      ],
      initializers: [
        { name: 'weights', dims: [length, length], dataType: dataTypes.int8, rawData: weights },
        { name: 'scales', dims: [length], dataType: dataTypes.float32, rawData: scales },
      ],
      inputs: [{ name: 'input_ids', dims: [1, length], dataType: dataTypes.int64 }],
      outputs: [{ name: 'logits', dims: [1, length], dataType: dataTypes.float32 }],
    },
    17,
  );
}
