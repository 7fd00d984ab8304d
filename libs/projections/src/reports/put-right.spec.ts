import { describe, expect, it } from '@jest/globals';
import {
  arbitrarySlips,
  commandFor,
  decided,
  everySlip,
  lastAnnulled,
  patientEvent,
  patientHistory,
  patientStateOf,
  playedWith,
  STEPS,
  trialHistory,
  trialStateOf,
  wrongOn,
} from '@bali/trial/testing';
import type { DecidedEvent } from '@bali/schema';
import { statusOf } from '@bali/trial';
import fc from 'fast-check';
import { summaryOf } from '../trial-state/patient-summary.js';
import { primaryEndpointOf } from './primary-endpoint.js';

const TRIAL = trialStateOf(trialHistory());
const LATE = '2026-12-01';

const slips = arbitrarySlips(STEPS.length);

/** The record without what stands beside it and without ids, which differ. */
function recordOf(events: readonly DecidedEvent[]) {
  return patientStateOf(events)
    .entries.filter(({ type }) => !type.startsWith('Annulment'))
    .map(({ type, data }) => ({
      type,
      data: JSON.parse(JSON.stringify(data).replace(/"screening":"[^"]*"/, '"screening":""')) as unknown,
    }));
}

function endpointOf(events: readonly DecidedEvent[]) {
  const {
    struck: _,
    withStruck: __,
    ...counts
  } = primaryEndpointOf(TRIAL, [summaryOf('REI-001', patientStateOf(events))], LATE);
  return counts;
}

describe('[R3-424] what was entered wrongly and put right', () => {
  it('leaves the same record, status and endpoint as what was entered rightly, and can be signed off as that', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STEPS), slips, (until, made) => {
        const history = patientHistory({ until });
        const right = playedWith(history, []);
        const put = playedWith(history, made);
        expect(recordOf(put)).toEqual(recordOf(right));
        expect(statusOf(patientStateOf(put))).toBe(statusOf(patientStateOf(right)));
        expect(endpointOf(put)).toEqual(endpointOf(right));
        const signOff = commandFor(patientEvent('PatientSignedOff'));
        expect(decided(put, signOff) === undefined).toBe(decided(right, signOff) === undefined);
      }),
      { numRuns: 30, examples: [['completed', everySlip(STEPS.length)]] },
    );
  });

  it.each(
    wrongOn('2026-10-02')
      .filter(({ type }) => type !== 'ImplantationNotDone')
      .map((wrong) => [wrong.type, wrong] as const),
  )('is struck where it was a %s', (type, wrong) => {
    const before = patientHistory({ until: 'implanted' });
    const entered = decided(before, commandFor(wrong), { by: 'u-017' }) ?? [];
    const put = lastAnnulled([...before, ...entered], entered.length);
    expect(patientStateOf(put).struck?.map(({ type: kind }) => kind)).toContain(type);
    expect(recordOf(put)).toEqual(recordOf(before));
    expect(endpointOf(put)).toEqual(endpointOf(before));
  });

  it('is counted in the report of the endpoint, with the counts as they would be with it', () => {
    const amputation = patientEvent('Amputated', { performedOn: '2026-05-04', level: 'below-knee' });
    const put = lastAnnulled([...patientHistory({ until: 'implanted' }), amputation], 1);
    const report = primaryEndpointOf(TRIAL, [summaryOf('REI-001', patientStateOf(put))], LATE);
    expect(report).toMatchObject({
      majorAmputations: 0,
      struck: { amputations: 1, deaths: 0 },
      withStruck: { majorAmputations: 1 },
    });
  });
});
