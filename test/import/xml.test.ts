import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readXml, XML_LIMITS, type XmlElement } from '../../src/import/xml.ts';

const shape = (element: XmlElement): unknown => [
  element.name, Object.fromEntries(element.attributes), element.children.map(shape),
];

const read = (text: string): unknown => {
  const result = readXml(text);
  return result.ok ? shape(result.root) : `${result.error.code} ${result.error.at}`;
};

it('reads elements, attributes and the five entities', () => {
  expect(read('<?xml version="1.0"?>\n<!DOCTYPE topology SYSTEM "hwloc2.dtd">\n<!-- a -->'
    + '<a x="1" y=\'&lt;&#65;&#x42;&amp;"\'><b/> text <c></c></a>\n')).toEqual(
    ['a', { x: '1', y: '<AB&"' }, [['b', {}, []], ['c', {}, []]]],
  );
});

it('says on which line a document goes wrong', () => {
  expect(read('')).toBe('xml/malformed line 1');
  expect(read('<a>\n<b>\n</a>')).toBe('xml/malformed line 3');
  expect(read('<a>\n')).toBe('xml/malformed line 2');
  expect(read('<a/><b/>')).toBe('xml/malformed line 1');
  expect(read('<a x=1/>')).toBe('xml/malformed line 1');
  expect(read('<a x="1" x="2"/>')).toBe('xml/malformed line 1');
  expect(read('<a x="1"y="2"/>')).toBe('xml/malformed line 1');
  expect(read('<a x="<"/>')).toBe('xml/malformed line 1');
  expect(read('a<a/>')).toBe('xml/malformed line 1');
  expect(read('<a')).toBe('xml/malformed line 1');
  expect(read('<!-- <a/>')).toBe('xml/malformed line 1');
});

it('refuses what attackers need and topologies do not', () => {
  expect(read('<!DOCTYPE a [<!ENTITY x "y">]><a/>')).toBe('xml/forbidden line 1');
  expect(read('<a><![CDATA[x]]></a>')).toBe('xml/forbidden line 1');
  expect(read('<a x="&lol;"/>')).toBe('xml/forbidden line 1');
  expect(read('<a x="&"/>')).toBe('xml/forbidden line 1');
});

it('stops at its limits', () => {
  const { depth, elements, attributes, characters } = XML_LIMITS;
  expect(read('<a>'.repeat(depth) + '</a>'.repeat(depth))).toBeInstanceOf(Array);
  expect(read('<a>'.repeat(depth + 1) + '</a>'.repeat(depth + 1))).toBe('xml/too-large line 1');
  expect(read(`<a>${'<b/>'.repeat(elements)}</a>`)).toBe('xml/too-large line 1');
  const many = Array.from({ length: attributes + 1 }, (_, i) => ` x${i}=""`).join('');
  expect(read(`<a${many}/>`)).toBe('xml/too-large line 1');
  expect(read(' '.repeat(characters + 1))).toBe('xml/too-large the input');
});

it('never throws, whatever it is given', () => {
  const pieces = fc.constantFrom(
    '<', '>', '/', 'a', 'topology', '=', '"', "'", '&', ';', '#x41', '<!--', '-->', '<?', '?>',
    '<!DOCTYPE', '[', ']', '\n', ' ', '</a>', '<a>', '<a b="c">', '&amp;', '\u0000', '\ud800',
  );
  fc.assert(fc.property(fc.array(pieces, { maxLength: 40 }), (some) => {
    readXml(some.join(''));
  }), { numRuns: 2000, seed: 1 });
});
