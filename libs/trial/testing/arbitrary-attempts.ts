import type {
  AnyPatientCommand,
  CorrectPatientData,
  PatientCommand,
  PatientEvent,
  PatientState,
  TrialCommand,
} from '@bali/trial';
import type { DecidedEvent } from '@bali/schema';
import fc from 'fast-check';
import { commandFor, trialCommandFor } from './commands.js';
import { patientEvent, patientHistory, trialEvent, trialHistory } from './histories.js';
import { momentOf } from './records.js';

/** Something that somebody tries, plausible or not. */
export interface Attempt<Command> {
  /** Not before this moment. */
  readonly from?: string;
  readonly command: (entries: PatientState['entries']) => Command;
}

const DATES = [
  '2025-12-31',
  '2026-03-02',
  '2026-03-04',
  '2026-03-10',
  '2026-03-11',
  '2026-05-04',
  '2026-06-10',
  '2026-10-25',
];
const MOMENTS = [
  '2026-03-10T09:00:00+01:00',
  '2026-03-10T11:30:00Z',
  '2026-03-10T23:30:00+01:00',
  '2026-03-10T23:30:00Z',
];
const OTHERS = ['yes', 'no', 'M1', 'M6', 'REI-002', 'NAN', 'fatal', 'below-knee', '0.71', '40', 1, 480, 0, -1, 1.5];
const GROUPS = [{ value: '0.71' }, { value: 'no' }, { notDone: 'other' }, [], ['death'], { present: 'no' }];
const STRANGE = [null, '', ' ', 'a\ud800', 'a\nb', '2026-02-30', '2026-03-10T24:00:00Z', '__proto__', Number.NaN, {}];

/** A value that somebody might put into a field of this name. */
function valueFor(field: string): fc.Arbitrary<unknown> {
  const likely = field.endsWith('On') ? DATES : field.endsWith('At') ? MOMENTS : [...OTHERS, ...GROUPS];
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<unknown>(...likely) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(undefined, ...DATES, ...OTHERS, ...GROUPS, ...STRANGE) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  );
}

/** The event with one of its fields replaced, taken out or added; or as it is. */
function changed<Event extends DecidedEvent>(event: Event): fc.Arbitrary<Event> {
  const fields = [...Object.keys(event.data as object), 'endedOn', 'complications', 'tooMuch'];
  const changedField = fc
    .constantFrom(...fields)
    .chain((field) =>
      valueFor(field).map((value) => ({ ...event, data: withField(event.data as object, field, value) })),
    );
  return fc.oneof({ weight: 1, arbitrary: fc.constant(event) }, { weight: 2, arbitrary: changedField });
}

function withField(data: object, field: string, value: unknown): object {
  const others = Object.entries(data).filter(([name]) => name !== field);
  return Object.fromEntries(value === undefined ? others : [...others, [field, value]]);
}

const COURSE = patientHistory({ until: 'completed' });
const AT_ANY_TIME: readonly PatientEvent[] = [
  ...COURSE,
  patientEvent('Amputated'),
  patientEvent('Revascularized'),
  patientEvent('AdverseEventReported'),
  patientEvent('AdverseEventFollowedUp'),
  patientEvent('ContactMade'),
  patientEvent('VisitMissed'),
  patientEvent('ImplantationNotDone'),
  patientEvent('ReleaseWithdrawn'),
  patientEvent('ConsentRenewed', { why: 'another-harvest' }),
  patientEvent('LostToFollowUp'),
  patientEvent('ConsentWithdrawn'),
  patientEvent('ConsentWithdrawn', { from: ['treatment'] }),
  patientEvent('Died'),
];

type PatientAttempt = Attempt<PatientCommand | CorrectPatientData>;

const unplanned: fc.Arbitrary<PatientAttempt> = fc
  .constantFrom(...AT_ANY_TIME)
  .chain(changed)
  .map((event) => ({ command: () => commandFor(event) }));

/** Corrections of any field of any entry, also of such as do not exist. */
const correction: fc.Arbitrary<PatientAttempt> = fc
  .tuple(fc.nat(40), fc.nat(60), fc.nat(7), valueFor('On'), valueFor('At'), valueFor(''))
  .map(([place, pick, which, date, moment, other]) => ({
    command: (entries) => {
      const entry = entries[place % (entries.length + 1)];
      const pointers = [...pointersIn(entry?.data), '', '/constructor', '/complications', '/endedOn', '/seriousness/7'];
      const field = pointers[pick % pointers.length] ?? '';
      const fitting = field.endsWith('On') ? date : field.endsWith('At') ? moment : other;
      const newValue = which === 0 ? undefined : fitting;
      const correctedEvent = entry?.id ?? 'nobody';
      return {
        type: 'CorrectPatientData',
        data: { correctedEvent, field, ...(newValue === undefined ? {} : { newValue }) },
      };
    },
  }));

function pointersIn(data: unknown, pointer = ''): readonly string[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => [
    `${pointer}/${name}`,
    ...pointersIn(value, `${pointer}/${name}`),
  ]);
}

const aside = fc.array(fc.oneof(unplanned, correction), { maxLength: 3 });

/** Attempts at the record of one patient: the planned way, now and then without a step, and whatever else in between. */
export const arbitraryPatientAttempts: fc.Arbitrary<readonly PatientAttempt[]> = fc
  .tuple(
    ...COURSE.map((event) => {
      const from = momentOf(event);
      const step: PatientAttempt = { command: () => commandFor(event), ...(from === undefined ? {} : { from }) };
      return fc.tuple(aside, fc.constantFrom([step], [step], [step], [step], [step], [step], [step], []), aside);
    }),
  )
  .map((steps) => steps.flat(2));

/** What may come at any time of a long history: moves, other consents, dates that are known in part, one person with two codes. */
const NOW_AND_THEN: readonly PatientEvent[] = [
  patientEvent('PatientTransferred'),
  patientEvent('ConsentRenewed'),
  patientEvent('ConsentRenewed', { why: 'after-withdrawal', renewedOn: '2026-06-10' }),
  patientEvent('ConsentWithdrawn', { withdrawnOn: '2026-05-04', from: ['follow-up'] }),
  patientEvent('Died', { diedOn: '2026', where: 'elsewhere', knownFrom: 'family' }),
  patientEvent('Died', { diedOn: '2026-03-11' }),
  patientEvent('Amputated', { performedOn: '2026-04', where: 'elsewhere', level: 'below-knee' }),
  patientEvent('AdverseEventReported', { seriousness: ['death'], outcome: 'fatal' }),
  patientEvent('AdverseEventFollowedUp', { seriousness: ['death'], outcome: 'fatal' }),
  patientEvent('Harvested', { harvestedAt: '2026-03-11T09:30:00+01:00' }),
  patientEvent('SamePerson'),
  patientEvent('PatientSignedOff'),
];

const WAYS_TO_ANNUL = ['AnnulEntries', 'RequestAnnulment', 'ConfirmAnnulment', 'DeclineAnnulment'] as const;

/** Annulments of any entries, by one person or two, of the last ones above all, also of such as are annulled or needed. */
const annulment: fc.Arbitrary<Attempt<AnyPatientCommand>> = fc
  .tuple(fc.constantFrom(...WAYS_TO_ANNUL, 'AnnulEntries'), fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 5 }))
  .map(([type, places]) => ({
    command: (entries) => {
      const request = entries.findLast((entry) => entry.type === 'AnnulmentRequested')?.id ?? 'nobody';
      if (type === 'ConfirmAnnulment' || type === 'DeclineAnnulment') return { type, data: { request } };
      return { type, data: { entries: places.flatMap((place) => entries.at(-1 - place)?.id ?? []) } };
    },
  }));

const nowAndThen: fc.Arbitrary<Attempt<AnyPatientCommand>> = fc
  .constantFrom(...NOW_AND_THEN)
  .map((event) => ({ command: () => commandFor(event) }));

/** The same in a long history, in which entries are annulled again and again. */
export const arbitraryLongAttempts: fc.Arbitrary<readonly Attempt<AnyPatientCommand>[]> = fc
  .tuple(arbitraryPatientAttempts, fc.array(fc.tuple(fc.nat(1000), fc.oneof(annulment, nowAndThen)), { maxLength: 30 }))
  .map(([attempts, inserted]) =>
    inserted.reduce<readonly Attempt<AnyPatientCommand>[]>(
      (all, [place, one]) => all.toSpliced(place % (all.length + 1), 0, one),
      attempts,
    ),
  );

const TRIAL_EVENTS = [
  ...trialHistory(),
  trialEvent('RecruitmentTargetAmended'),
  trialEvent('VisitScheduleAmended'),
  trialEvent('SiteClosed', { closedOn: '2026-05-04' }),
  trialEvent('SiteOpened', { openedOn: '2026-06-10' }),
];

/** Attempts at the record of the trial as a whole, that begin with its registration. */
export const arbitraryTrialCommands: fc.Arbitrary<readonly TrialCommand[]> = fc
  .array(
    fc
      .constantFrom(...TRIAL_EVENTS)
      .chain(changed)
      .map(trialCommandFor),
    { maxLength: 30 },
  )
  .map((commands) => [...trialHistory().slice(0, 2).map(trialCommandFor), ...commands]);
