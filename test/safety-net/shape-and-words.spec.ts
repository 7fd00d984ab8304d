import { describe, expect, it } from '@jest/globals';
import { shapeAndWords } from './shape-and-words.js';

describe('an OpenAPI document in two parts', () => {
  it('keeps a field that is named like a keyword, and sets the keyword apart', () => {
    const document = { properties: { description: { type: 'string', description: 'what was found' } } };
    expect(shapeAndWords(document)).toEqual({
      shape: { properties: { description: { type: 'string' } } },
      words: { '/properties/description/description': 'what was found' },
    });
  });

  it('is the same whatever the order of members, of required fields and of parameters', () => {
    const one = {
      required: ['a', 'b'],
      parameters: [
        { in: 'path', name: 'a' },
        { in: 'query', name: 'b' },
      ],
      type: 'x',
    };
    const other = {
      type: 'x',
      parameters: [
        { name: 'b', in: 'query' },
        { name: 'a', in: 'path' },
      ],
      required: ['b', 'a'],
    };
    expect(JSON.stringify(shapeAndWords(one))).toBe(JSON.stringify(shapeAndWords(other)));
  });

  it('differs when a word of an enum has another place, and when a field is no longer required', () => {
    const document = { required: ['a', 'b'], enum: ['x', 'y'] };
    expect(shapeAndWords({ ...document, enum: ['y', 'x'] })).not.toEqual(shapeAndWords(document));
    expect(shapeAndWords({ ...document, required: ['a'] })).not.toEqual(shapeAndWords(document));
  });

  it('takes a value as it is: it holds no schema', () => {
    const document = { default: { title: 'x' }, enum: [{ example: 1 }] };
    expect(shapeAndWords(document)).toEqual({ shape: document, words: {} });
  });
});
