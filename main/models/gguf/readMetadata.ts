import { byteCount, grouped, quoted } from './displayText';
import type { GgufArray, GgufScalar, GgufValue, GgufVocabulary } from './ggufHeader';
import { HeaderFault } from './headerFault';
import type { HeaderWindow } from './headerWindow';
import { valueTypes } from './valueTypes';
import { maxWatchedTokens, VocabularyWatch } from './vocabularyWatch';

/** As the format says. */
const maxKeyBytes = 65_535;
/** For one text, and for all that are kept together: the largest known is a tokenizer of 35 MB. */
const maxTextBytes = 64 * 2 ** 20;
/** Of one list; longer ones are passed over. */
const maxKeptItems = 1_024;
/** Of all lists together; models have some hundreds. */
const maxKeptItemsInAll = 100_000;
/** Hundreds of times the longest token known. */
const maxTokenBytes = 65_535;
const lengthBytes = 8;
const tokensKey = 'tokenizer.ggml.tokens';
/** Segments of keys that no model uses, and that mean something else to a JavaScript object. */
const forbiddenSegments = new Set(['__proto__', 'constructor', 'prototype']);

type ScalarType = Exclude<(typeof valueTypes)[number], { name: 'array' }>;

export interface Metadata {
  values: ReadonlyMap<string, GgufValue>;
  types: ReadonlyMap<string, string>;
  vocabulary: GgufVocabulary | null;
}

/** Reads the entries at the window. Throws a HeaderFault. */
export async function readMetadata(window: HeaderWindow, entryCount: number): Promise<Metadata> {
  const reader = new MetadataReader(window);
  for (let index = 0; index < entryCount; index += 1) {
    window.place = `in its entry ${grouped(index + 1)} of ${grouped(entryCount)}`;
    await reader.readEntry();
  }
  window.place = '';
  return reader;
}

class MetadataReader implements Metadata {
  readonly values = new Map<string, GgufValue>();
  readonly types = new Map<string, string>();
  vocabulary: GgufVocabulary | null = null;
  readonly #window: HeaderWindow;
  #keptBytes = 0;
  #keptItems = 0;

  constructor(window: HeaderWindow) {
    this.#window = window;
  }

  async readEntry(): Promise<void> {
    const key = await this.#readKey();
    await this.#window.need(4);
    const typeNumber = this.#window.uint32();
    const type = valueTypes[typeNumber];
    if (!type) throw new HeaderFault(`its entry ${quoted(key)} has the unknown type ${grouped(typeNumber)}`);
    this.types.set(key, type.name);
    const value = type.name === 'array' ? await this.#readArray(key) : await this.#readScalar(key, type);
    this.values.set(key, value);
  }

  async #readKey(): Promise<string> {
    await this.#window.need(lengthBytes);
    const bytes = this.#window.count();
    if (bytes === 0) throw new HeaderFault(`it has an entry without a name, ${this.#window.place}`);
    if (bytes > maxKeyBytes) {
      const place = this.#window.place;
      throw new HeaderFault(`it has an entry whose name is said to be ${byteCount(bytes)} long, ${place}`);
    }
    const key = await this.#window.text(bytes);
    if (this.values.has(key)) throw new HeaderFault(`it has the entry ${quoted(key)} twice`);
    if (key.includes('\0') || key.split('.').some((segment) => forbiddenSegments.has(segment))) {
      throw new HeaderFault(`its entry ${quoted(key)} has a name that no model uses`);
    }
    return key;
  }

  async #readScalar(key: string, type: ScalarType): Promise<GgufScalar> {
    if (type.name === 'string') return this.#readText(key);
    await this.#window.need(type.bytes);
    return this.#takeScalar(key, type.name);
  }

  /** Of bytes that are available. */
  #takeScalar(key: string, type: Exclude<ScalarType['name'], 'string'>): GgufScalar {
    return type === 'bool' ? this.#takeBoolean(key) : this.#window[type]();
  }

  #takeBoolean(key: string): boolean {
    const number = this.#window.uint8();
    if (number > 1) throw new HeaderFault(`its entry ${quoted(key)} is neither true nor false but ${number}`);
    return number === 1;
  }

  async #readText(key: string): Promise<string> {
    await this.#window.need(lengthBytes);
    const bytes = this.#window.count();
    this.#checkTextLength(key, bytes);
    this.#keptBytes += bytes;
    if (this.#keptBytes > maxTextBytes) {
      throw new HeaderFault(`its texts take more than the ${byteCount(maxTextBytes)} that are read`);
    }
    return this.#window.text(bytes);
  }

  #checkTextLength(key: string, bytes: number): void {
    const { remainingBytes } = this.#window;
    if (bytes > remainingBytes) {
      const promise = `its entry ${quoted(key)} promises a text of ${byteCount(bytes)}`;
      throw new HeaderFault(`${promise}, where the file has ${byteCount(remainingBytes)} left`);
    }
    if (bytes > maxTextBytes) {
      const text = `its entry ${quoted(key)} has a text of ${byteCount(bytes)}`;
      throw new HeaderFault(`${text}, more than the ${byteCount(maxTextBytes)} that are read`);
    }
  }

  async #readArray(key: string): Promise<GgufArray> {
    await this.#window.need(4 + lengthBytes);
    const typeNumber = this.#window.uint32();
    const type = valueTypes[typeNumber];
    if (!type) {
      throw new HeaderFault(`its list ${quoted(key)} has items of the unknown type ${grouped(typeNumber)}`);
    }
    if (type.name === 'array') throw new HeaderFault(`its entry ${quoted(key)} is a list of lists`);
    const length = this.#window.count();
    const { remainingBytes } = this.#window;
    if (length * (type.bytes ?? lengthBytes) > remainingBytes) {
      const promise = `its list ${quoted(key)} promises ${grouped(length)} items`;
      throw new HeaderFault(
        `${promise}, which the ${byteCount(remainingBytes)} left of the file cannot hold`,
      );
    }
    return { itemType: type.name, length, items: await this.#readItems(key, type, length) };
  }

  async #readItems(key: string, type: ScalarType, length: number): Promise<GgufScalar[] | null> {
    if (length > maxKeptItems || key === tokensKey) {
      if (type.name === 'string') await this.#passTexts(key, length);
      else this.#window.skip(length * type.bytes);
      return null;
    }
    this.#keptItems += length;
    if (this.#keptItems > maxKeptItemsInAll) {
      throw new HeaderFault(`its short lists have more than ${grouped(maxKeptItemsInAll)} items together`);
    }
    if (type.name === 'string') {
      const texts: string[] = [];
      for (let index = 0; index < length; index += 1) texts.push(await this.#readText(key));
      return texts;
    }
    await this.#window.need(length * type.bytes);
    return Array.from({ length }, () => this.#takeScalar(key, type.name));
  }

  /** Passes over texts by their lengths, without making strings of them, and looks at those of the vocabulary. */
  async #passTexts(key: string, length: number): Promise<void> {
    const window = this.#window;
    const isWatched = key === tokensKey && length <= maxWatchedTokens;
    const watch = isWatched ? new VocabularyWatch(length) : null;
    const look = (buffer: Buffer, start: number, end: number): void => watch?.see(buffer, start, end);
    for (let index = 0; index < length; index += 1) {
      if (window.availableBytes < lengthBytes) await window.need(lengthBytes);
      const bytes = window.count();
      if (bytes > window.availableBytes) this.#checkTextLength(key, bytes);
      if (!watch) {
        window.skip(bytes);
        continue;
      }
      if (bytes > maxTokenBytes) {
        throw new HeaderFault(`its vocabulary has a token of ${byteCount(bytes)}`);
      }
      if (bytes > window.availableBytes) await window.need(bytes);
      window.show(bytes, look);
    }
    if (watch) this.vocabulary = watch.result();
  }
}
