import type { DecidedEvent } from '@bali/schema';
import { type AnyPatientCommand, type PatientEvent, patientStream } from '@bali/trial';
import fc from 'fast-check';
import { commandFor } from './commands.js';
import { patientEvent } from './histories.js';
import { momentOf, patientStateOf } from './records.js';
import { type Circumstances, entriesOf, given } from './scenario.js';

const STREAM = patientStream('REI-001');
const INVESTIGATOR = 'u-017';
const MONITOR = 'u-200';

/** What a command leads to, or nothing where it is refused. */
export function decided(
  events: readonly DecidedEvent[],
  command: AnyPatientCommand,
  circumstances: Circumstances = {},
): readonly DecidedEvent[] | undefined {
  const { decision } = given(events).when(command, circumstances);
  return 'events' in decision ? decision.events : undefined;
}

/** @throws Error when the command is refused */
function accepted(
  events: readonly DecidedEvent[],
  command: AnyPatientCommand,
  by = INVESTIGATOR,
): readonly DecidedEvent[] {
  const more = decided(events, command, { by });
  if (more !== undefined) return [...events, ...more];
  throw new Error(`${command.type} was refused: ${JSON.stringify(given(events).when(command, { by }))}`);
}

/** Annuls the last entries of a record: by one person, or by two where one is not enough. */
export function lastAnnulled(events: readonly DecidedEvent[], count: number): readonly DecidedEvent[] {
  const entries = patientStateOf(events)
    .entries.slice(-count)
    .map(({ id }) => id);
  const alone = decided(events, { type: 'AnnulEntries', data: { entries } }, { by: INVESTIGATOR });
  if (alone !== undefined) return [...events, ...alone];
  const asked = accepted(events, { type: 'RequestAnnulment', data: { entries } });
  const request = patientStateOf(asked).entries.findLast(({ type }) => type === 'AnnulmentRequested')?.id ?? '';
  return accepted(asked, { type: 'ConfirmAnnulment', data: { request } }, MONITOR);
}

/** What somebody may enter for the wrong patient, dated on that day. */
export const wrongOn = (day: string): readonly PatientEvent[] => [
  patientEvent('Revascularized', { performedOn: day }),
  patientEvent('Amputated', { performedOn: day, level: 'below-knee', awareAt: `${day}T20:00:00+02:00` }),
  patientEvent('AdverseEventReported', { startedOn: day, seriousness: ['hospitalisation'] }),
  patientEvent('LostToFollowUp', { lastContactOn: day }),
  patientEvent('ConsentWithdrawn', { withdrawnOn: day }),
  patientEvent('Died', { diedOn: day }),
  patientEvent('ContactMade', { contactedOn: day }),
  patientEvent('VisitMissed', { visit: 'M3', missedOn: day }),
  patientEvent('ImplantationNotDone', { knownOn: day, why: 'fever' }),
  patientEvent('ConsentRenewed', { renewedOn: day }),
  patientEvent('ConcomitantTreatmentRecorded', { startedOn: '2019' }),
  patientEvent('DiagnosisRecorded', { diagnosedOn: '2019-06' }),
  patientEvent('PatientTransferred', { transferredOn: day, toSite: 'STR' }),
  patientEvent('DeviationReported', { occurredOn: day }),
];

/** Number of things that {@link wrongOn} says. */
const WRONG_COUNT = wrongOn('2026-03-02').length;

/** Values that somebody may misread of a step, and which are put right afterwards, together. */
const MISREAD: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ConsentGiven: { yearOfBirth: 1950, sex: 'male', keepingOfCells: 'no' },
  PatientScreened: { screenedOn: '2026-03-03' },
  BaselineAssessed: { indexLimb: 'right', tcPO2: { value: 41 }, diabetes: 'none' },
  Harvested: { volumeMl: 450, anaesthesia: 'regional', harvestedAt: '2026-03-10T09:20:00+01:00' },
  Implanted: { limb: 'right', implantedAt: '2026-03-10T14:05:00+01:00' },
  FollowUpAssessed: { tcPO2: { value: 31 }, ulcers: { value: 'yes' }, informant: 'patient' },
};

/** What goes wrong before, and in, one step of a history. */
export interface Slip {
  /** Which of the events that are another patient's is entered before the step. Absent: none. */
  readonly wrong?: number;
  readonly isMisread: boolean;
}

/** Slips at each of a number of steps. */
export function arbitrarySlips(steps: number): fc.Arbitrary<readonly Slip[]> {
  const slip = fc.record({ isMisread: fc.boolean(), wrong: fc.nat(WRONG_COUNT - 1) }, { requiredKeys: ['isMisread'] });
  return fc.array(slip, { minLength: steps, maxLength: steps });
}

/** At each step whatever can go wrong there: the values misread, and one thing after the other of another patient. */
export function everySlip(steps: number, first = 0): readonly Slip[] {
  return Array.from({ length: steps }, (_, place) => ({ isMisread: true, wrong: (first + place) % WRONG_COUNT }));
}

/** Plays a history, in which everything may be entered wrongly first, and is put right before the next step. */
export function playedWith(right: readonly PatientEvent[], slips: readonly Slip[]): readonly DecidedEvent[] {
  let events: readonly DecidedEvent[] = [];
  for (const [place, event] of right.entries()) {
    const slip = slips[place];
    const wrong = slip?.wrong === undefined ? undefined : wrongOn(dayBefore(right, place))[slip.wrong];
    const entered = wrong && decided(events, commandFor(wrong), { by: INVESTIGATOR });
    if (entered !== undefined) events = lastAnnulled([...events, ...entered], entered.length);
    events = stepTaken(events, event, slip?.isMisread === true ? MISREAD[event.type] : undefined);
  }
  return events;
}

/** The day of the last step that has one. */
function dayBefore(right: readonly PatientEvent[], place: number): string {
  const moments = right.slice(0, place).map((event) => momentOf(event));
  return (moments.findLast((moment) => moment !== undefined) ?? '2026-03-02').slice(0, 'YYYY-MM-DD'.length);
}

/** A step, of which values may be misread and corrected. */
function stepTaken(
  events: readonly DecidedEvent[],
  event: PatientEvent,
  misread: Readonly<Record<string, unknown>> = {},
): readonly DecidedEvent[] {
  const data = event.data as Readonly<Record<string, unknown>>;
  const after = accepted(events, commandFor({ ...event, data: { ...data, ...misread } } as PatientEvent));
  const nth = after.filter(({ type }) => type === event.type).length - 1;
  const [correctedEvent = ''] = entriesOf(STREAM, after, [[event.type, nth]]);
  const [first, ...also] = Object.keys(misread)
    .filter((field) => JSON.stringify(data[field]) !== JSON.stringify(misread[field]))
    .map((field) => ({ correctedEvent, field: `/${field}`, newValue: data[field] }));
  if (first === undefined) return after;
  return accepted(after, {
    type: 'CorrectPatientData',
    data: { ...first, ...(also.length === 0 ? {} : { also }) },
  });
}
