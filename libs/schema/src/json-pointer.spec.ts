import { describe, expect, it } from '@jest/globals';
import { valueAt, withValueAt } from './json-pointer.js';

const DATA = { visit: 'M1', tcPO2: { value: 28 }, seriousness: ['death', 'disability'] };

describe('a pointer', () => {
  it.each([
    ['', DATA],
    ['/visit', 'M1'],
    ['/tcPO2/value', 28],
    ['/seriousness/1', 'disability'],
    ['/seriousness/2', undefined],
    ['/visit/length', undefined],
    ['/constructor', undefined],
    ['/__proto__/polluted', undefined],
    ['/seriousness/length', undefined],
  ])('%j finds what is there, and nothing that is inherited', (pointer, value) => {
    expect(valueAt(DATA, pointer)).toEqual(value);
  });

  it('changes a copy', () => {
    expect(withValueAt(DATA, '/tcPO2/value', 30)).toEqual({ ...DATA, tcPO2: { value: 30 } });
    expect(withValueAt(DATA, '/seriousness/0', 'life-threatening')).toMatchObject({
      seriousness: ['life-threatening', 'disability'],
    });
    expect(withValueAt(DATA, '/tcPO2', undefined)).toEqual({ visit: 'M1', seriousness: DATA.seriousness });
    expect(withValueAt(DATA, '/toePressure/value', 3)).toEqual({ ...DATA, toePressure: { value: 3 } });
    expect(DATA.tcPO2.value).toBe(28);
  });

  it('never reaches a prototype', () => {
    const changed = withValueAt(DATA, '/__proto__', { polluted: true }) as Record<string, unknown>;
    expect(changed['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
