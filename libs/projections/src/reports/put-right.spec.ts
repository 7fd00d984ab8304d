import { describe, expect, it } from '@jest/globals';
import {
  commandFor,
  entriesOf,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
  STEPS,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import type { DecidedEvent } from '@bali/schema';
import { type AnyPatientCommand, type PatientEvent, patientStream, statusOf } from '@bali/trial';
import fc from 'fast-check';
import { summaryOf } from '../trial-state/patient-summary.js';
import { primaryEndpointOf } from './primary-endpoint.js';

const STREAM = patientStream('REI-001');
const TRIAL = trialStateOf(trialHistory());
const LATE = '2026-12-01';

type Circumstances = Parameters<ReturnType<typeof given>['when']>[1];

/** What a command leads to, or nothing where it is refused. */
function decided(
  events: readonly DecidedEvent[],
  command: AnyPatientCommand,
  circumstances: Circumstances = {},
): readonly DecidedEvent[] | undefined {
  const { decision } = given(events).when(command, circumstances);
  return 'events' in decision ? decision.events : undefined;
}

function accepted(events: readonly DecidedEvent[], command: AnyPatientCommand, by: string): readonly DecidedEvent[] {
  const more = decided(events, command, { by });
  if (more === undefined)
    throw new Error(`${command.type} was refused: ${JSON.stringify(given(events).when(command, { by }))}`);
  return [...events, ...more];
}

/** Annuls the last entries of a record: by one person, or by two where one is not enough. */
function annulled(events: readonly DecidedEvent[], count: number): readonly DecidedEvent[] {
  const entries = patientStateOf(events)
    .entries.slice(-count)
    .map(({ id }) => id);
  const alone = decided(events, { type: 'AnnulEntries', data: { entries } }, { by: 'u-017' });
  if (alone !== undefined) return [...events, ...alone];
  const asked = accepted(events, { type: 'RequestAnnulment', data: { entries } }, 'u-017');
  const request = patientStateOf(asked).entries.findLast(({ type }) => type === 'AnnulmentRequested')?.id ?? '';
  return accepted(asked, { type: 'ConfirmAnnulment', data: { request } }, 'u-200');
}

/** What somebody may enter for the wrong patient, dated on that day. */
const wrongOn = (day: string): readonly PatientEvent[] => [
  patientEvent('Revascularized', { performedOn: day }),
  patientEvent('Amputated', { performedOn: day }),
  patientEvent('AdverseEventReported', { startedOn: day, seriousness: ['hospitalisation'] }),
  patientEvent('LostToFollowUp', { lastContactOn: day }),
  patientEvent('ConsentWithdrawn', { withdrawnOn: day }),
  patientEvent('Died', { diedOn: day }),
];

const WRONG = wrongOn('2026-03-02');

/** Values that somebody may misread, and which are put right afterwards. */
const MISREAD: Readonly<Record<string, readonly [field: string, wrong: unknown]>> = {
  ConsentGiven: ['yearOfBirth', 1950],
  Harvested: ['volumeMl', 450],
  Implanted: ['limb', 'right'],
  FollowUpAssessed: ['tcPO2', { value: 31 }],
};

interface Slip {
  readonly wrong?: number;
  readonly isMisread: boolean;
}

const slips = fc.array(
  fc.record({ isMisread: fc.boolean(), wrong: fc.nat(WRONG.length - 1) }, { requiredKeys: ['isMisread'] }),
  { minLength: STEPS.length, maxLength: STEPS.length },
);

/** Plays a history, in which everything may be entered wrongly first, and is put right before the next step. */
function played(right: readonly PatientEvent[], made: readonly Slip[]): readonly DecidedEvent[] {
  let events: readonly DecidedEvent[] = [];
  for (const [place, event] of right.entries()) {
    const slip = made[place];
    const wrong = slip?.wrong === undefined ? undefined : WRONG[slip.wrong];
    const entered = wrong && decided(events, commandFor(wrong), { by: 'u-017' });
    if (entered !== undefined) events = annulled([...events, ...entered], entered.length);
    events = stepTaken(events, event, slip?.isMisread === true ? MISREAD[event.type] : undefined);
  }
  return events;
}

function stepTaken(
  events: readonly DecidedEvent[],
  event: PatientEvent,
  misread: readonly [field: string, wrong: unknown] | undefined,
): readonly DecidedEvent[] {
  if (misread === undefined) return accepted(events, commandFor(event), 'u-017');
  const [field, wrong] = misread;
  const data = event.data as Readonly<Record<string, unknown>>;
  const read = { ...event, data: { ...data, [field]: wrong } } as PatientEvent;
  const after = accepted(events, commandFor(read), 'u-017');
  const nth = after.filter(({ type }) => type === event.type).length - 1;
  const [correctedEvent = ''] = entriesOf(STREAM, after, [[event.type, nth]]);
  return accepted(
    after,
    { type: 'CorrectPatientData', data: { correctedEvent, field: `/${field}`, newValue: data[field] } },
    'u-017',
  );
}

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
        const right = played(history, []);
        const put = played(history, made);
        expect(recordOf(put)).toEqual(recordOf(right));
        expect(statusOf(patientStateOf(put))).toBe(statusOf(patientStateOf(right)));
        expect(endpointOf(put)).toEqual(endpointOf(right));
        const signOff = commandFor(patientEvent('PatientSignedOff'));
        expect(decided(put, signOff) === undefined).toBe(decided(right, signOff) === undefined);
      }),
      { numRuns: 40 },
    );
  });

  it.each(wrongOn('2026-10-02').map((wrong) => [wrong.type, wrong] as const))(
    'is struck where it was a %s',
    (type, wrong) => {
      const before = patientHistory({ until: 'implanted' });
      const entered = decided(before, commandFor(wrong), { by: 'u-017' }) ?? [];
      const put = annulled([...before, ...entered], entered.length);
      expect(patientStateOf(put).struck?.map(({ type: kind }) => kind)).toContain(type);
      expect(recordOf(put)).toEqual(recordOf(before));
      expect(endpointOf(put)).toEqual(endpointOf(before));
    },
  );

  it('is counted in the report of the endpoint, with the counts as they would be with it', () => {
    const amputation = patientEvent('Amputated', { performedOn: '2026-05-04', level: 'below-knee' });
    const put = annulled([...patientHistory({ until: 'implanted' }), amputation], 1);
    const report = primaryEndpointOf(TRIAL, [summaryOf('REI-001', patientStateOf(put))], LATE);
    expect(report).toMatchObject({
      majorAmputations: 0,
      struck: { amputations: 1, deaths: 0 },
      withStruck: { majorAmputations: 1 },
    });
  });
});
