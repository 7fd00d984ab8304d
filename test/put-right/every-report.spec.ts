import { patientOutcome, statisticalReport } from '@bali/analysis';
import { EXPORT_FORMATS, type StudyContext, subjectOf } from '@bali/exports';
import type { DecidedEvent } from '@bali/schema';
import {
  accrualOf,
  beforeLock,
  caseLinesOf,
  consortFlowOf,
  patientsByStatus,
  primaryEndpointOf,
  summaryOf,
  workOf,
} from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import {
  all,
  deviationsOf,
  evolvePatient,
  initialPatientState,
  type PatientEntry,
  patientStream,
  timeZoneOf,
} from '@bali/trial';
import {
  arbitrarySlips,
  everySlip,
  patientHistory,
  playedWith,
  recordsOf,
  type Slip,
  STEPS,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

const PATIENT = 'REI-001';
const AS_OF = '2026-12-01';
const NOW = `${AS_OF}T10:00:00.000Z`;
const trial = trialStateOf(trialHistory());
const CONTEXT: StudyContext = { trialId: TRIAL.id, trial, asOf: AS_OF };
const ROLES = ['investigator', 'study-coordinator', 'monitor', 'data-manager', 'safety-officer', 'sponsor-coordinator'];
/** What says who entered something when, and that it was corrected: there the two differ, and have to. */
const HOW_IT_CAME: ReadonlySet<string> = new Set([
  ...['struck', 'withStruck', 'struckEntries', 'corrected', 'correctedAtRevision', 'revision', 'enteredAgain'],
]);

/** Everything that anybody is told of the patient who is in the record, by where it is told. */
function toldOf(events: readonly DecidedEvent[]): Readonly<Record<string, unknown>> {
  const records = recordsOf(events, { stream: patientStream(PATIENT), recordedAt: NOW });
  const state = records.reduce(evolvePatient, initialPatientState);
  const timeZone = timeZoneOf(state, trial);
  const summary = summaryOf(PATIENT, state);
  const chart = { patient: PATIENT, site: 'REI', state };
  const patients = [{ patient: PATIENT, state, timeZone }];
  const told = {
    status: patientsByStatus([summary]),
    accrual: accrualOf(trial, [summary]),
    flow: consortFlowOf(trial, [summary], AS_OF),
    endpoint: primaryEndpointOf(trial, [summary], AS_OF),
    beforeLock: beforeLock(trial, [summary], AS_OF),
    outcome: patientOutcome(PATIENT, state, { trial, timeZone, asOf: AS_OF }),
    statistics: statisticalReport({ trial, patients, asOf: AS_OF }),
    deviations: deviationsOf(state, trial, NOW).filter(({ source }) => source === 'found'),
    work: ROLES.map((role) => workOf(chart, { trial, now: NOW, role })),
    cases: caseLinesOf(PATIENT, 'REI', state).filter(({ annulledAt }) => annulledAt === undefined),
    exports: exportsOf(subjectOf(PATIENT, state, CONTEXT), new Set(state.struck?.map(({ id }) => id))),
  };
  // An entry has another id where something was entered before it: each is called by its place among those of its type.
  const nth = ({ id, type }: PatientEntry) => all(state, type).findIndex((one) => one.id === id);
  const places = new Map(state.entries.map((entry) => [entry.id, `${entry.type} ${nth(entry)}`]));
  return withoutHowItCame(told, places) as Record<string, unknown>;
}

/** The rows of each table of each format, as the subject has them. Where annulled entries are shown, they are shown as such. */
function exportsOf(subject: ReturnType<typeof subjectOf>, struck: ReadonlySet<string>): readonly unknown[] {
  if (subject === undefined) return [];
  const isStruck = (row: object) => [...struck].some((id) => JSON.stringify(row).includes(id));
  return Object.entries(EXPORT_FORMATS).flatMap(([format, { tables }]) =>
    [...(tables?.ofSubject(subject) ?? new Map<string, readonly object[]>())]
      .filter(isOfTheRecord)
      .flatMap(([name, rows]) => {
        for (const row of rows.filter(isStruck)) expect(JSON.stringify(row)).toContain('entered-in-error');
        const left = rows.filter((row) => !isStruck(row));
        return left.length === 0 ? [] : [[format, name, left]];
      }),
  );
}

/** A request for an annulment stands beside the record, and is kept. */
function isOfTheRecord([name]: readonly [string, unknown]): boolean {
  return !name.startsWith('Annulment');
}

function withoutHowItCame(value: unknown, places: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    return [...places].reduce((text, [id, place]) => text.replaceAll(id, place), value);
  }
  if (Array.isArray(value)) return value.map((one) => withoutHowItCame(one, places));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !HOW_IT_CAME.has(name))
      .map(([name, one]) => [name, withoutHowItCame(one, places)]),
  );
}

const whole = (first: number): readonly [(typeof STEPS)[number], readonly Slip[]] => [
  'completed',
  everySlip(STEPS.length, first),
];

/** In three of them everything goes wrong at each step. */
const RUNS = {
  numRuns: 6,
  seed: 16,
  examples: [0, 5, 10].map((first) => [...whole(first)] as [(typeof STEPS)[number], readonly Slip[]]),
};

describe('[R3-424] what was entered wrongly and put right', () => {
  it('is in every report, work list and export as what was entered rightly', () => {
    const right = new Map(STEPS.map((step) => [step, toldOf(playedWith(patientHistory({ until: step }), []))]));
    fc.assert(
      fc.property(fc.constantFrom(...STEPS), arbitrarySlips(STEPS.length), (until, slips) => {
        const put = toldOf(playedWith(patientHistory({ until }), slips));
        for (const [where, told] of Object.entries(right.get(until) ?? {})) {
          expect([where, put[where]]).toEqual([where, told]);
        }
      }),
      RUNS,
    );
  });
});
