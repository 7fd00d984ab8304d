import { describe, expect, it } from '@jest/globals';
import { canonicalJson, type LedgerRecord, leafOf, recordOf } from '@bali/ledger';
import { arbitraryPatientAttempts, arbitraryTrialCommands, holdsOfEach } from '@bali/trial/testing';
import { recordsOf, trialHistory, trialStateOf } from '@bali/trial/testing';
import { type DecidedEvent, schemaViolation, SAMPLE_TEXT_HASH } from '@bali/schema';
import fc from 'fast-check';
import type { Decision } from './decision.js';
import type { CorrectionEvent } from './corrections/data-corrected.js';
import { definitionOf } from './event-catalogue.js';
import { contradictions } from './patient/consistency.js';
import { decidePatient } from './patient/decide-patient.js';
import { calendarAt } from './patient/happened.js';
import type { CorrectPatientData, PatientCommand } from './patient/patient-commands.js';
import { evolvePatient, initialPatientState, type PatientState, patientStream } from './index.js';
import { decideTrial } from './trial/decide-trial.js';
import { evolveTrial } from './trial/evolve-trial.js';
import { initialTrialState, sitesOf, TRIAL_STREAM } from './trial/trial-state.js';

const STREAM = patientStream('REI-001');
const TIME_ZONE = 'Europe/Paris';
const trial = trialStateOf(trialHistory());

/** One attempt: what was asked, on what, when, and what came of it. */
interface Tried {
  readonly command: PatientCommand | CorrectPatientData;
  readonly before: PatientState;
  readonly after: PatientState;
  readonly now: string;
  readonly decision: Decision;
}

interface Played {
  readonly records: readonly LedgerRecord[];
  readonly tried: readonly Tried[];
}

const decide = (command: Tried['command'], state: PatientState, now: string) =>
  decidePatient(command, state, { now, reason: SAMPLE_TEXT_HASH, trial });

/** Tries one thing after another on one record, as a site would; nothing that is handed in can be changed. */
function play(
  attempts: readonly { from?: string; command: (entries: PatientState['entries']) => Tried['command'] }[],
): Played {
  let now = Date.parse('2026-03-01T08:00:00.000Z');
  let state = frozen(initialPatientState);
  const records: LedgerRecord[] = [];
  const tried: Tried[] = [];
  for (const { from, command: made } of attempts) {
    now = Math.max(now, Date.parse(from ?? '2026-01-01T00:00:00Z')) + 60_000;
    const at = new Date(now).toISOString();
    const command = made(state.entries);
    const decision = decide(command, state, at);
    const events = 'events' in decision ? decision.events : [];
    const added = recordsOf(events, { stream: STREAM, from: records.length, recordedAt: at });
    const after = frozen(added.reduce(evolvePatient, state));
    tried.push({ command, before: state, after, now: at, decision });
    records.push(...added);
    state = after;
  }
  return { records, tried };
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

const eventsOf = (decision: Decision): readonly DecidedEvent[] => ('events' in decision ? decision.events : []);
const played = arbitraryPatientAttempts.map(play);
const RUNS = { numRuns: 60 };
const ofEach = holdsOfEach(played, RUNS.numRuns);

describe('whatever is tried on the record of a patient', () => {
  it('there is a decision, and what is decided keeps its schema and can be stored', () => {
    ofEach(({ tried, records }) => {
      for (const { type, data } of tried.flatMap(({ decision }) => eventsOf(decision))) {
        expect([type, schemaViolation(definitionOf(type), data)]).toEqual([type, undefined]);
      }
      expect(records.map((record) => recordOf(leafOf(record)))).toEqual(records);
    });
  });

  it('[P11-10f] no contradiction comes into it, except that a withdrawal is recorded as of its day', () => {
    const found = (state: PatientState, now: string) =>
      contradictions(state, calendarAt(now, TIME_ZONE))
        .filter(({ refusal }) => refusal.code !== 'consent-withdrawn')
        // What the unit entered is the unit's to put right: the site is not held up by it.
        .filter(({ entry }) => state.entries.find(({ id }) => id === entry)?.type !== 'ProductReleased')
        .map(({ entry, refusal }) => `${entry} ${refusal.code}`);
    ofEach(({ tried }) => {
      for (const { before, after, now } of tried) {
        const known = found(before, now);
        expect(found(after, now).filter((one) => !known.includes(one))).toEqual([]);
      }
    });
  });

  it('[P11-10e] the records alone give the state again', () => {
    ofEach(({ tried, records }) => {
      const again = records.map((record) => recordOf(leafOf(record))).reduce(evolvePatient, initialPatientState);
      expect(again).toEqual(tried.at(-1)?.after ?? initialPatientState);
    });
  });

  it('the same is decided again from the same', () => {
    ofEach(({ tried }) => {
      for (const { command, before, now, decision } of tried) expect(decide(command, before, now)).toEqual(decision);
    });
  });

  it('[R3-424] a correction that is taken back leaves the data as they were', () => {
    ofEach(({ tried }) => {
      for (const one of tried.filter(
        ({ command, decision }) =>
          command.type === 'CorrectPatientData' && 'events' in decision && bringsNothing(decision),
      )) {
        expect(canonicalJson(dataOf(takenBack(one)))).toBe(canonicalJson(dataOf(one.before)));
      }
    });
  });

  it('is not all refused, and not all accepted', () => {
    const decisions = fc
      .sample(played, { numRuns: 30, seed: 1 })
      .flatMap(({ tried }) => tried.map(({ decision }) => decision));
    const codes = new Set(decisions.flatMap((decision) => ('refusal' in decision ? [decision.refusal.code] : [])));
    const types = new Set(decisions.flatMap(eventsOf).map(({ type }) => type));
    expect(codes.size).toBeGreaterThan(15);
    expect(types.size).toBeGreaterThan(12);
  });
});

/** A level that is corrected to a major amputation makes its adverse event: that is annulled, and not taken back by a correction. */
const bringsNothing = (decision: Tried['decision']) => eventsOf(decision).every(({ type }) => type === 'DataCorrected');

const dataOf = ({ entries }: PatientState) => entries.map(({ data }) => data);

/** The state after the correction, and after its opposite. */
function takenBack({ after, now, decision }: Tried): PatientState {
  const { correctedEvent, field, oldValue } = eventsOf(decision)[0]!.data as CorrectionEvent['data'];
  const request = { correctedEvent, field, ...(oldValue === undefined ? {} : { newValue: oldValue }) };
  const back = decide({ type: 'CorrectPatientData', data: request }, after, now);
  if ('refusal' in back) throw new Error(`${field}: ${back.refusal.sentence}`);
  return recordsOf(back.events, { stream: STREAM, from: 1000, recordedAt: now }).reduce(evolvePatient, after);
}

describe('whatever is tried on the record of the trial', () => {
  it('there is a decision that can be stored, and the sites’ periods stay in order', () => {
    fc.assert(
      fc.property(arbitraryTrialCommands, (commands) => {
        let state = frozen(initialTrialState);
        let revision = 0;
        for (const command of commands) {
          const decision = decideTrial(command, state, { now: '2026-12-01T10:00:00.000Z', reason: SAMPLE_TEXT_HASH });
          for (const { type, data } of eventsOf(decision)) {
            expect([type, schemaViolation(definitionOf(type), data)]).toEqual([type, undefined]);
          }
          const records = recordsOf(eventsOf(decision), { stream: TRIAL_STREAM, from: revision });
          expect(records.map((record) => recordOf(leafOf(record)))).toEqual(records);
          state = frozen(records.reduce(evolveTrial, state));
          revision += records.length;
        }
        for (const { open } of sitesOf(state)) {
          const dates = open.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to]));
          expect(dates).toEqual(dates.toSorted());
        }
      }),
      RUNS,
    );
  });
});
