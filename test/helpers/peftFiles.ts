import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TensorToWrite {
  name: string;
  dtype: string;
  shape: readonly number[];
  data: Buffer;
}

/** The bytes of a safetensors file with these tensors, one after another. */
export function safetensorsBytes(tensors: readonly TensorToWrite[]): Buffer {
  let offset = 0;
  const header = Object.fromEntries(
    tensors.map(({ name, dtype, shape, data }) => {
      const data_offsets = [offset, offset + data.length];
      offset += data.length;
      return [name, { dtype, shape, data_offsets }];
    }),
  );
  return safetensorsWithHeader(
    JSON.stringify({ __metadata__: { format: 'pt' }, ...header }),
    Buffer.concat(tensors.map(({ data }) => data)),
  );
}

/** A safetensors file with any text as its header. */
export function safetensorsWithHeader(header: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const text = Buffer.from(header);
  return Buffer.concat([uint64(BigInt(text.length)), text, data]);
}

export function uint64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

export function float32(...numbers: number[]): Buffer {
  return Buffer.from(new Float32Array(numbers).buffer);
}

/** Both halves of one weight in 32-bit floats, each element counting up from `first`. */
export function loraTensors(
  module: string,
  { inputs, outputs, rank, first = 0 }: { inputs: number; outputs: number; rank: number; first?: number },
): TensorToWrite[] {
  const counting = (count: number): Buffer =>
    float32(...Array.from({ length: count }, (_, index) => first + index));
  return [
    {
      name: `base_model.model.${module}.lora_A.weight`,
      dtype: 'F32',
      shape: [rank, inputs],
      data: counting(rank * inputs),
    },
    {
      name: `base_model.model.${module}.lora_B.weight`,
      dtype: 'F32',
      shape: [outputs, rank],
      data: counting(outputs * rank),
    },
  ];
}

export const plainPeftConfig = {
  peft_type: 'LORA',
  base_model_name_or_path: 'HuggingFaceTB/SmolLM2-135M-Instruct',
  r: 2,
  lora_alpha: 4,
  target_modules: ['q_proj', 'v_proj'],
  bias: 'none',
  use_rslora: false,
  use_dora: false,
  fan_in_fan_out: false,
  modules_to_save: null,
  init_lora_weights: true,
};

/** Writes the two files of a PEFT adapter into a new folder. */
export function writePeftFolder(
  folder: string,
  { config = plainPeftConfig, tensors }: { config?: object; tensors: readonly TensorToWrite[] },
): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'adapter_config.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'adapter_model.safetensors'), safetensorsBytes(tensors));
  return folder;
}
