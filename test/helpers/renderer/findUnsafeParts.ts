/** Elements that an answer may consist of: what our components name, and what KaTeX draws. */
const htmlElements = new Set(
  (
    'div span p h3 h4 h5 h6 ul ol li blockquote hr br a em strong del sup code pre mark button section ' +
    'table thead tbody tr th td'
  ).split(' '),
);
const mathElements = new Set(
  (
    'math semantics annotation mrow mi mo mn ms mtext mspace msup msub msubsup mfrac msqrt mroot mover munder ' +
    'munderover mtable mtr mtd mstyle mpadded mphantom menclose'
  ).split(' '),
);
const svgElements = new Set(['svg', 'path', 'line']);

const htmlNamespace = 'http://www.w3.org/1999/xhtml';
const mathNamespace = 'http://www.w3.org/1998/Math/MathML';

/** Attributes that hold text or numbers and nothing that the browser fetches or runs. */
const plainAttributes =
  /^(?:title|rel|role|tabindex|type|start|scope|aria-[a-z]+|data-(?:answer|streaming|align|level|continued|footnote|footnote-reference))$/;

/** Classes of ours (generated from style sheets), of the component library, and of the libraries that draw. */
const knownClass =
  /^(?:_[\w-]+|m_[\w-]+|mantine-[\w-]+|language-[a-z0-9+#_-]+|hljs-[a-z-]+|[a-z]+_|tabler-icon.*|katex-display)$/;

/**
 * Everything in a drawn answer that its text must not be able to bring about: elements outside the list, handlers,
 * addresses outside http, https and mailto, ids, foreign classes, styles that fetch. Empty when all is well.
 */
export function findUnsafeParts(answer: Element): string[] {
  return [...answer.querySelectorAll('*')].flatMap((element) => [
    ...findUnsafeElement(element),
    ...[...element.attributes].flatMap((attribute) => findUnsafeAttribute(element, attribute)),
  ]);
}

function findUnsafeElement(element: Element): string[] {
  const name = element.localName;
  const isKnown =
    element.namespaceURI === htmlNamespace
      ? htmlElements.has(name)
      : element.namespaceURI === mathNamespace
        ? mathElements.has(name)
        : svgElements.has(name);
  return isKnown ? [] : [`element ${name}`];
}

function findUnsafeAttribute(element: Element, { name, value }: Attr): string[] {
  const problem = `${element.localName} ${name}=${value}`;
  if (name.startsWith('on')) return [problem];
  if (name === 'href')
    return element.localName === 'a' && /^(?:https?:\/\/|mailto:)/.test(value) ? [] : [problem];
  if (name === 'style') return /url\(|position\s*:\s*fixed|image/i.test(value) ? [problem] : [];
  if (element.closest('.katex') || element.namespaceURI !== htmlNamespace) {
    return /^(?:src|srcset|id|data-.*|xlink:.*|action|formaction)$/.test(name) ? [problem] : [];
  }
  if (name === 'class')
    return value.split(/\s+/).every((part) => part === '' || knownClass.test(part)) ? [] : [problem];
  return plainAttributes.test(name) ? [] : [problem];
}
