import { describe, expect, it } from '@jest/globals';
import { named, withFieldsOf } from './dto-of.js';

const READ = { properties: { label: { type: 'string', enum: ['one', 'two'], description: 'what stands on it' } } };
const OPTIONS = { sample: {}, names: {}, descriptions: {}, limitsAt: () => undefined, maxTextLength: 100 };

function publish(dto: string, group: object): void {
  withFieldsOf(named(dto), { ...OPTIONS, schema: { properties: { readOffTheBag: group }, required: [] } });
}

describe('groups of fields that are published under one name', () => {
  it('are one class, if they accept the same, however each is described where it stands', () => {
    publish('FirstDto', READ);
    const described = { ...READ.properties.label, description: 'what stands on the other one' };
    expect(() => publish('SecondDto', { properties: { label: described } })).not.toThrow();
  });

  it('are refused, if they accept something else: the second one would be held to the rules of the first', () => {
    publish('FirstDto', READ);
    const other = { properties: { label: { type: 'string', enum: ['one'], description: 'what stands on it' } } };
    expect(() => publish('SecondDto', other)).toThrow(/ReadOffTheBagDto/u);
  });
});
