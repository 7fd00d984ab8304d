import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asciiRow } from './ascii-rows.js';
import { ibmDouble, sasDays } from './ibm-double.js';
import { sasMoment } from './transport-file.js';
import type { Dataset } from '../model/dataset.js';

/** The number that eight bytes are, by the definition of the format. */
function numberOf(bytes: Uint8Array): number {
  const [first = 0, ...rest] = bytes;
  const fraction = rest.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return (first & 0x80 ? -1 : 1) * (Number(fraction) / 2 ** 56) * 16 ** ((first & 0x7f) - 64);
}

const TABLE: Dataset = {
  ...{ name: 'AE', label: 'x', kind: 'EVENTS', purpose: 'Tabulation', structure: 'x', keys: ['USUBJID', 'AESEQ'] },
  variables: [{ name: 'AETERM', label: 'x', type: 'text', length: 200, origin: 'Collected' }],
};

describe('a number in a transport file', () => {
  it.each([
    [1, '4110000000000000'],
    [-1, 'c110000000000000'],
    [0.5, '4080000000000000'],
    [100, '4264000000000000'],
    [0, '0000000000000000'],
    [undefined, '2e00000000000000'],
  ])('is as the format has it: %s', (value, hex) => {
    expect(Buffer.from(ibmDouble(value)).toString('hex')).toBe(hex);
  });

  it('comes back as it was, whichever it is', () => {
    const within = (value: number) => value === 0 || (Math.abs(value) > 1e-70 && Math.abs(value) < 1e70);
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter(within),
        (value) => numberOf(ibmDouble(value)) === value + 0,
      ),
    );
  });

  it('is refused where it is none, or is out of range', () => {
    for (const value of [NaN, Infinity, 1e300]) expect(() => ibmDouble(value)).toThrow(RangeError);
  });

  it('counts days from 1960, and writes moments as SAS does', () => {
    expect([sasDays('1960-01-01'), sasDays('1959-12-31'), sasDays('2026-03-16')]).toEqual([0, -1, 24181]);
    expect(sasMoment('2026-03-16T09:30:00.000Z')).toBe('16MAR26:09:30:00');
  });
});

describe('a text in a transport file', () => {
  it('is transliterated where it is not ASCII, and listed', () => {
    const { row, rewritten } = asciiRow(TABLE, { USUBJID: 'U', AESEQ: 3, AETERM: 'Hématome – côté' });
    expect(row).toMatchObject({ AETERM: 'Hematome - cote' });
    expect(rewritten).toEqual([
      { dataset: 'AE', key: 'U 3', variable: 'AETERM', original: 'Hématome – côté', written: 'Hematome - cote' },
    ]);
  });

  it('goes on as a supplemental value where that made it too long', () => {
    const about = { STUDYID: 'S', USUBJID: 'U', AESEQ: 2 };
    const { row, continued } = asciiRow(TABLE, { ...about, AETERM: 'œ'.repeat(150) });
    expect(row['AETERM']).toBe('oe'.repeat(100));
    expect(continued).toEqual([
      {
        ...{ STUDYID: 'S', RDOMAIN: 'AE', USUBJID: 'U', IDVAR: 'AESEQ', IDVARVAL: '2' },
        ...{ QNAM: 'AETERM1', QLABEL: 'AETERM, continued 1', QVAL: 'oe'.repeat(50), QORIG: 'CRF' },
      },
    ]);
  });

  it('is always ASCII, and never too long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (AETERM) =>
        /^[ -~]{0,200}$/.test(String(asciiRow(TABLE, { AETERM }).row['AETERM'])),
      ),
    );
  });
});
