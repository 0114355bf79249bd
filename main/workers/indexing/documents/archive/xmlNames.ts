/**
 * The namespaces of the formats that are read, each with the prefix it has in our code. What a document calls them is its
 * own affair.
 */
const prefixes: Readonly<Record<string, string>> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
  'http://purl.oclc.org/ooxml/drawingml/main': 'a',
  'http://schemas.openxmlformats.org/presentationml/2006/main': 'p',
  'http://purl.oclc.org/ooxml/presentationml/main': 'p',
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main': 's',
  'http://purl.oclc.org/ooxml/spreadsheetml/main': 's',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
  'http://purl.oclc.org/ooxml/officeDocument/math': 'm',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'http://schemas.openxmlformats.org/package/2006/relationships': 'rel',
  'http://schemas.openxmlformats.org/package/2006/content-types': 'ct',
  'http://purl.org/dc/elements/1.1/': 'dc',
  'urn:oasis:names:tc:opendocument:xmlns:office:1.0': 'office',
  'urn:oasis:names:tc:opendocument:xmlns:text:1.0': 'text',
  'urn:oasis:names:tc:opendocument:xmlns:table:1.0': 'table',
  'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0': 'draw',
  'urn:oasis:names:tc:opendocument:xmlns:style:1.0': 'style',
  'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0': 'manifest',
  'urn:oasis:names:tc:opendocument:xmlns:container': 'container',
  'http://www.idpf.org/2007/opf': 'opf',
  'http://www.w3.org/2001/04/xmlenc#': 'enc',
};

/** A document has some twenty; what goes beyond is not remembered. */
const mostNamespaces = 200;
const mostRememberedNames = 10_000;

export type Attributes = Readonly<Record<string, string>>;

interface Scope {
  /** Elements that are open inside it. */
  depth: number;
  uriOf: ReadonlyMap<string, string>;
  resolved: Map<string, string>;
}

/** Names of elements and attributes with the prefixes of our code; what is of no known namespace begins with `?:`. */
export class XmlNames {
  #scopes: Scope[] = [{ depth: 0, uriOf: new Map(), resolved: new Map() }];

  /** Must be told of each element that opens, before its names are asked for. */
  open(attributes: Attributes): void {
    const scope = this.#scope;
    let uriOf: Map<string, string> | null = null;
    for (const name of Object.keys(attributes)) {
      if (!name.startsWith('xmlns')) continue;
      uriOf ??= new Map(scope.uriOf);
      if (uriOf.size >= mostNamespaces) break;
      uriOf.set(
        name.slice(name.indexOf(':') < 0 ? name.length : name.indexOf(':') + 1),
        attributes[name] ?? '',
      );
    }
    if (uriOf === null) scope.depth += 1;
    else this.#scopes.push({ depth: 1, uriOf, resolved: new Map() });
  }

  /** And of each that closes, after its name was asked for. */
  close(): void {
    const scope = this.#scope;
    scope.depth -= 1;
    if (scope.depth <= 0 && this.#scopes.length > 1) this.#scopes.pop();
  }

  element(name: string): string {
    const { resolved } = this.#scope;
    const known = resolved.get(name);
    if (known !== undefined) return known;
    const result = this.#resolve(name);
    if (resolved.size < mostRememberedNames) resolved.set(name, result);
    return result;
  }

  /** Attributes without a prefix have no namespace. */
  attributes(attributes: Attributes): Attributes {
    const result: Record<string, string> = {};
    for (const [name, value] of Object.entries(attributes)) {
      result[name.includes(':') ? this.element(name) : name] = value;
    }
    return result;
  }

  get #scope(): Scope {
    // There is always the outermost one.
    return this.#scopes[this.#scopes.length - 1] as Scope;
  }

  #resolve(name: string): string {
    const colon = name.indexOf(':');
    const uri = this.#scope.uriOf.get(colon < 0 ? '' : name.slice(0, colon));
    const prefix = uri === undefined || !Object.hasOwn(prefixes, uri) ? '?' : prefixes[uri];
    return `${prefix}:${name.slice(colon + 1)}`;
  }
}
