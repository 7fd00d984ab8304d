import { sampleSigner } from '@bali/inspection/testing';
import { formatVerifierKey, signNote } from '@bali/ledger';
import { describe, expect, it } from '@jest/globals';
import {
  type BlindCertificate,
  CERTIFICATE_KEY_NAME,
  certificateText,
  isBlindCertificate,
  verifyCertificate,
} from './blind-certificate.js';
import { NotVerified } from './not-verified.js';

const SIGNER = sampleSigner('certificate', CERTIFICATE_KEY_NAME);
const OTHER = sampleSigner('another', CERTIFICATE_KEY_NAME);
const KEY = formatVerifierKey(SIGNER.key);

const RIGHT: BlindCertificate = {
  software: { version: '1.2.3', commit: 'c0ffee', isChanged: false },
  madeAt: '2026-11-30T22:00:00.000Z',
  machine: { node: '24.1.0', cores: 2, load: 0.5 },
  nonInterference: {
    ...{ seed: 1, histories: 12, patientsSwapped: 30, blindedRoles: ['monitor'] },
    ...{ responses: 90_000, bytes: 500_000_000, differingBytes: 0 },
  },
  leaks: {
    ...{ seed: 1, planted: 45, found: 45, meanHistories: 1.5, control: 'nothing' },
    channels: [
      { channel: 'header', what: 'a header', found: true },
      { channel: 'size', what: 'white space', found: true },
    ],
  },
  timing: {
    ...{ seed: 1, patients: 100, unit: 'milliseconds' },
    routes: [
      {
        ...{ route: 'GET /health/live', pairs: 500, medianA: 1, medianB: 1, difference: 0.01 },
        ...{ interval: [-0.06, 0.08], auc: 0.51, aucInterval: [0.49, 0.54] },
      },
    ],
  },
  notCovered: ['What people tell each other.'],
  key: KEY,
};

const signed = (certificate: BlindCertificate, by = SIGNER) => signNote(certificateText(certificate), [by]);

function faultOf(note: string, key?: string): string {
  try {
    verifyCertificate(note, 'certificate.txt', key);
    return 'none';
  } catch (error) {
    if (error instanceof NotVerified) return error.finding.fault;
    throw error;
  }
}

describe('[EMA-621-blind] a certificate of the blind', () => {
  it('is verified with its key, says what it says, and has no shortcomings', () => {
    const note = signed(RIGHT);
    expect(isBlindCertificate(note)).toBe(true);
    expect(verifyCertificate(note, 'certificate.txt', KEY)).toMatchObject({
      ...{ certificate: RIGHT, keyWasGiven: true, shortcomings: [] },
    });
    expect(verifyCertificate(note, 'certificate.txt')).toMatchObject({ keyWasGiven: false });
  });

  it('is not verified when a figure was changed, by another key, or in another form', () => {
    const note = signed(RIGHT);
    expect(faultOf(note.replace('"bytes": 500000000', '"bytes": 500000001'))).toBe('signature-wrong');
    expect(faultOf(signed(RIGHT, OTHER), KEY)).toBe('wrong-key');
    expect(faultOf(note, 'no key')).toBe('key-malformed');
    expect(faultOf(note.replace('{\n', '{ \n'))).toBe('certificate-malformed');
    expect(faultOf('bali-certificate-of-the-blind/1\n{}\n')).toBe('certificate-malformed');
    expect(faultOf(signNote('bali-certificate-of-the-blind/2\n{}\n', [SIGNER]))).toBe('certificate-malformed');
  });

  it('names each thing that does not show that the blind holds', () => {
    const [route] = RIGHT.timing.routes;
    const wrong: BlindCertificate = {
      ...RIGHT,
      software: { ...RIGHT.software, isChanged: true },
      nonInterference: {
        ...RIGHT.nonInterference,
        histories: 9,
        patientsSwapped: 0,
        differingBytes: 3,
        difference: 'leaf 7 of trial',
      },
      leaks: {
        ...RIGHT.leaks,
        planted: 1,
        found: 1,
        control: 'the log',
        channels: [{ channel: 'size', what: '', found: false }],
      },
      timing: { ...RIGHT.timing, routes: [{ ...route!, pairs: 4, auc: 0.99, aucInterval: [0.98, 1] }] },
    };
    const { shortcomings } = verifyCertificate(signed(wrong), 'certificate.txt', KEY);
    expect(shortcomings).toEqual([
      'No history was played in which a patient had the other arm.',
      'Only 9 histories were compared, of at least 10.',
      'Only 1 leaks were planted, of at least 45.',
      'The time of GET /health/live was measured of 4 pairs, of at least 100.',
      'The software had changes that no commit has.',
      'Blinded people got 3 other bytes in the other arm: leaf 7 of trial.',
      'Leaks that were planted were not noticed: size.',
      'Two worlds differ in which nothing is planted: the log.',
      'The time of GET /health/live tells more than chance: an arm is guessed right in 0.990 of pairs (0.980 to 1.000).',
    ]);
  });
});
