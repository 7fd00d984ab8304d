import { withValueAt } from '@bali/schema';
import { adjudicatedRecord } from '../adjudication/adjudications-of.js';
import type { CorrectionEvent } from '../corrections/data-corrected.js';
import type { Entries, Entry, ErratumEntry, Struck } from '../entry.js';
import type { PatientState } from '../patient/chart.js';
import { lockInForce, type TrialState } from '../trial/trial-state.js';

/** Whether anything of the locked record was said to be wrong after the unblinding of the trial. */
export function hasErrata({ errata }: Pick<Entries, 'errata'>): boolean {
  return errata !== undefined;
}

/**
 * The record as the errata say that it should have been locked. What was recorded after the lock counts only where an erratum says
 * so.
 */
export function withErrata(state: PatientState, trial: TrialState): PatientState {
  return recordWithErrata(state, lockInForce(trial)?.id);
}

/** @param lock the id of the lock's event; `undefined`: there is none */
export function recordWithErrata(state: PatientState, lock: string | undefined): PatientState {
  const toCount = new Set(
    (state.errata ?? []).flatMap(({ data }) => (data.kind === 'to-count' ? [data.correctedEvent] : [])),
  );
  const right = withEveryErratum(settled(state));
  const counts = ({ id, afterLock }: Entry): boolean =>
    toCount.has(id) || afterLock === undefined || afterLock !== lock;
  return { ...right, entries: right.entries.filter(counts) };
}

/** An erratum is said last: it changes what was judged of the entry that it names, and no judgement is taken in its place. */
function settled(state: PatientState): PatientState {
  const named = new Set((state.errata ?? []).map(({ data }) => data.correctedEvent));
  const { entries, ...rest } = adjudicatedRecord(state, named);
  return {
    ...rest,
    entries: entries.filter(({ type, data }) => type !== 'EndpointAdjudicated' || !named.has(data.entry)),
  };
}

/** The same, with everything that was recorded after the lock: what the next erratum is judged by. */
export function withEveryErratum(state: PatientState): PatientState {
  return (state.errata ?? []).reduce<PatientState>(applied, state);
}

/** The entries about the trial and its sites as the errata say that they should have been locked. */
export function trialWithErrata(state: TrialState): TrialState {
  return (state.errata ?? []).reduce<TrialState>(applied, state);
}

/** The entries about the trial with one value as it should have been. */
export function appliedToTrial(state: TrialState, { data }: CorrectionEvent): TrialState {
  return { ...state, entries: withValue(state.entries, data) };
}

function applied<State extends Entries>(state: State, { id, revision, recordedAt, data }: ErratumEntry): State {
  const { kind, correctedEvent, field } = data;
  const entry = state.entries.find((one) => one.id === correctedEvent);
  if (entry === undefined || kind === 'to-count') return state;
  if (kind === 'not-to-count') {
    const struck: Struck = { ...entry, annulled: { by: id, revision, recordedAt } };
    return {
      ...state,
      entries: state.entries.filter((one) => one !== entry),
      struck: [...(state.struck ?? []), struck],
    };
  }
  return field === undefined ? state : { ...state, entries: withValue(state.entries, { ...data, field }) };
}

interface Right {
  readonly correctedEvent: string;
  readonly field: string;
  readonly newValue?: unknown;
}

function withValue<Of extends Entry>(
  entries: readonly Of[],
  { correctedEvent, field, newValue }: Right,
): readonly Of[] {
  return entries.map((one) =>
    one.id === correctedEvent ? { ...one, data: withValueAt(one.data, field, newValue) } : one,
  );
}
