import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { element, escaped } from './xml.js';

describe('XML', () => {
  it('has its texts escaped, and nothing that XML cannot write', () => {
    expect(element('A', { b: '<&>"\t\n', c: undefined, d: 1 }, escaped('a<b'))).toBe(
      '<A b="&lt;&amp;&gt;&quot;&#9;&#10;" d="1">a&lt;b</A>',
    );
    expect(escaped('\u0000\ud800x\ufffe')).toBe('\ufffd\ufffdx\ufffd');
    expect(element('A', {})).toBe('<A/>');
  });

  it('gives back each text that it can write', () => {
    const entities: Readonly<Record<string, string>> = {
      '&lt;': '<',
      '&gt;': '>',
      '&amp;': '&',
      '&quot;': '"',
      '&#9;': '\t',
      '&#10;': '\n',
      '&#13;': '\r',
    };
    fc.assert(
      fc.property(
        fc.string(),
        (text) => escaped(text).replaceAll(/&[^;]+;/g, (entity) => entities[entity] ?? '?') === text,
      ),
    );
  });
});
