import type { GgufHeader } from './gguf/ggufHeader';

/** A model on this machine as something that an adapter may belong to. */
export interface BaseModel {
  id: string;
  name: string;
  /** Of its first file; null for a linked one. */
  sha256: string | null;
  /**
   * Checks and reads the file's header; of a split model all parts' tensors together.
   *
   * @throws LoamError model/file-missing, model/file-invalid
   */
  readHeader(): Promise<GgufHeader>;
}

/** Where adapters look for their bases. */
export interface BaseModels {
  /** Only those whose file is there; the default model first. */
  list(): Promise<BaseModel[]>;
  /**
   * @param id null: the default model
   * @throws LoamError model/not-found, model/none
   */
  find(id: string | null): Promise<BaseModel>;
}
