import { type DecidedEvent, SAMPLE_TEXT_HASH } from '@bali/schema';
import {
  arbitraryLongAttempts,
  patientHistory,
  recordsOf,
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastAliveOn } from '../follow-up/contacts.js';
import { randomizationDate } from '../follow-up/time-zero.js';
import { has, last, type PatientState, patientStream } from '../patient/chart.js';
import { decidePatient } from '../patient/decide-patient.js';
import { evolvePatient } from '../patient/evolve-patient.js';
import type { AnyPatientCommand } from '../patient/patient-commands.js';
import { statusOf } from '../patient/status.js';
import { adverseEventsOf } from '../safety/adverse-events-of.js';
import type { TrialState } from '../trial/trial-state.js';
import { hasEnded } from './conditions.js';

/** After every moment of a history, and after every window. */
const TODAY = '2027-06-01';
const NOW = `${TODAY}T10:00:00.000Z`;
const HEARD_AT = `${TODAY}T11:00:00+02:00`;
const STREAM = patientStream('REI-001');
const OPEN = trialStateOf(trialHistory());
const CLOSED = trialStateOf(trialHistory(trialEvent('SiteClosed', { closedOn: '2026-03-12' })));

/** A record as far as it has come. */
interface Recorded {
  readonly state: PatientState;
  readonly length: number;
}

/** What somebody else does than the investigator. */
const SECOND_PERSON: readonly string[] = ['ConfirmAnnulment', 'DeclineAnnulment'];

function tried(
  { state, length }: Recorded,
  command: AnyPatientCommand,
  now: string,
  trial: TrialState,
): Recorded | undefined {
  const by = SECOND_PERSON.includes(command.type) ? 'u-200' : 'u-017';
  const decision = decidePatient(command, state, { now, trial, reason: SAMPLE_TEXT_HASH, by });
  if ('refusal' in decision) return undefined;
  const records = recordsOf(decision.events, { stream: STREAM, from: length, recordedAt: now });
  return { state: records.reduce(evolvePatient, state), length: length + records.length };
}

/** A record that some history of attempts, sensible or not, leads to: each attempt a minute after the one before. */
const reachable: fc.Arbitrary<Recorded> = arbitraryLongAttempts.map((attempts) => {
  let now = Date.parse('2026-03-01T08:00:00.000Z');
  let recorded: Recorded = { state: { entries: [] }, length: 0 };
  for (const { from, command } of attempts) {
    now = Math.max(now, Date.parse(from ?? '2026-01-01T00:00:00Z')) + 60_000;
    recorded = tried(recorded, command(recorded.state.entries), new Date(now).toISOString(), OPEN) ?? recorded;
  }
  return recorded;
});

const NOT_KNOWN = { amputated: 'not-known' } as const;
const data = (type: string, given: object) => ({ type, data: given }) as AnyPatientCommand;

/** What became of a patient, and what a site then records, today, without a word that is untrue. */
const WORLDS: Readonly<Record<string, (state: PatientState) => readonly AnyPatientCommand[]>> = {
  'answers the telephone': () => [
    data('RecordContact', {
      ...{ contactedOn: TODAY, way: 'telephone', vitalStatus: 'alive', informant: 'patient' },
      limbs: { left: NOT_KNOWN, right: NOT_KNOWN },
    }),
    data('CompleteFollowUp', { completedOn: TODAY }),
  ],
  'cannot be reached': (state) => [
    data('RecordLossToFollowUp', { lastContactOn: lastAliveOn(state) ?? randomizationDate(state, 'Europe/Paris') }),
  ],
  'has died': () => [
    data('RecordDeath', {
      diedOn: TODAY,
      where: 'elsewhere',
      knownFrom: 'family',
      awareAt: HEARD_AT,
      cause: 'unknown',
    }),
  ],
  'wishes no follow-up any more': () => [
    data('WithdrawConsent', { withdrawnOn: TODAY, from: ['treatment', 'follow-up'] }),
  ],
};

/** What an investigator adds who signs: that nothing was implanted, and what each adverse event is judged to be. */
function added(state: PatientState): readonly AnyPatientCommand[] {
  const diedOn = last(state, 'Died')?.data.diedOn;
  const judgement = { severity: 'severe', relatedTo: 'not-related', awareAt: HEARD_AT } as const;
  const news = adverseEventsOf(state)
    .filter(({ isJudged }) => !isJudged)
    .map(({ report, news: known }) => {
      const { number } = report.data;
      const { seriousness, outcome, endedOn } = (known.at(-1) ?? report).data;
      const same = { seriousness, outcome, ...(endedOn === undefined ? {} : { endedOn }) };
      return data('FollowUpAdverseEvent', { number, assessedOn: TODAY, ...same, ...judgement });
    });
  const fatal = {
    ...{ termAsReported: SAMPLE_TEXT_HASH, infarction: 'no', startedOn: diedOn, outcome: 'fatal' },
    ...judgement,
    seriousness: ['death'],
  };
  return [
    data('RecordImplantationNotDone', { knownOn: TODAY, why: 'other' }),
    ...news,
    ...(diedOn === undefined ? [] : [data('ReportAdverseEvent', fatal)]),
  ];
}

const SIGN_OFF = data('SignOffPatient', {});
/** More steps than any way to the sign-off has. */
const STEPS = 20;

/** Follows what the world has to say until the record is signed off. @returns the refusal of the last try, if it never is. */
function refusedForEver(recorded: Recorded, world: string, trial: TrialState): string | undefined {
  let known = recorded;
  const said = new Set<string>();
  for (let step = 0; step < STEPS; step += 1) {
    if (tried(known, SIGN_OFF, NOW, trial) !== undefined || statusSigned(known.state, trial)) return undefined;
    const ended = hasEnded(statusOf(known.state));
    const sayable = [...added(known.state), ...(ended ? [] : (WORLDS[world]?.(known.state) ?? []))];
    const next = sayable
      .filter((command) => !said.has(JSON.stringify(command)))
      .map((command) => ({ command, after: tried(known, command, NOW, trial) }))
      .find(({ after }) => after !== undefined);
    if (next?.after === undefined) break;
    said.add(JSON.stringify(next.command));
    known = next.after;
  }
  const decision = decidePatient(SIGN_OFF, known.state, { now: NOW, trial });
  return 'refusal' in decision ? `${decision.refusal.code}: ${decision.refusal.sentence}` : undefined;
}

/** A record that is signed off as it stands needs no other signature. */
function statusSigned(state: PatientState, trial: TrialState): boolean {
  const decision = decidePatient(SIGN_OFF, state, { now: NOW, trial });
  return 'refusal' in decision && decision.refusal.code === 'already-signed-off';
}

it.each(Object.keys(WORLDS))('the words of the world in which the patient %s are such as the trial knows', (world) => {
  const { state, length } = recordedOf(patientHistory({ until: 'implanted' }));
  const refused = (WORLDS[world]?.(state) ?? []).reduce<string[]>((codes, command) => {
    const decision = decidePatient(command, state, { now: NOW, trial: OPEN });
    return 'refusal' in decision ? [...codes, decision.refusal.code] : codes;
  }, []);
  // Who was called completes the follow-up only once the call is recorded.
  expect([length > 0, refused.filter((code) => code !== 'follow-up-not-complete')]).toEqual([true, []]);
});

function recordedOf(events: readonly DecidedEvent[]): Recorded {
  const records = recordsOf(events, { stream: STREAM });
  return { state: records.reduce(evolvePatient, { entries: [] }), length: records.length };
}

it('[EMA-63] from whatever record a history leads to, a patient can be signed off, also where the site is closed since', () => {
  fc.assert(
    fc.property(reachable, (recorded) => {
      // Of a code whose consent was annulled there is nothing to be signed.
      if (!has(recorded.state, 'ConsentGiven')) return;
      for (const world of Object.keys(WORLDS)) {
        expect([world, refusedForEver(recorded, world, OPEN)]).toEqual([world, undefined]);
        expect([world, refusedForEver(recorded, world, CLOSED)]).toEqual([world, undefined]);
      }
    }),
    { numRuns: 50, seed: 16 },
  );
});
