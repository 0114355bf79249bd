import { expect, it } from 'vitest';
import { XmlNames } from './xmlNames';

const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

it('knows a namespace by whatever prefix it has, and only within the element that declares it', () => {
  const names = new XmlNames();
  names.open({ 'xmlns:x': word, xmlns: 'http://www.idpf.org/2007/opf' });
  names.open({});
  const inside = [names.element('x:p'), names.element('item'), names.element('unknown:p')];
  names.open({ 'xmlns:x': 'urn:other' });
  const other = names.element('x:p');
  names.close();
  names.close();
  names.close();
  expect([...inside, other, names.element('x:p')]).toEqual(['w:p', 'opf:item', '?:p', '?:p', '?:p']);
});

it('gives attributes without a prefix no namespace', () => {
  const names = new XmlNames();
  const attributes = { xmlns: word, 'xmlns:x': word, 'x:val': '1', id: '2' };
  names.open(attributes);
  expect(names.attributes(attributes)).toMatchObject({ 'w:val': '1', id: '2' });
});
