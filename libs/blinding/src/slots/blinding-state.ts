import type { LedgerRecord } from '@bali/ledger';
import { raisedIn } from '@bali/schema';
import { type ArmCode, drawList, type ListSlot } from '../list/draw-list.js';
import { BLINDING_EVENTS, type BlindingData, type BlindingEvent } from '../blinding-events.js';
import { evolvePending, type PendingCommand } from '../pending/pending-command.js';

import { type DeviationsJudgement, evolveDeviationJudgements } from '../unit-deviations/deviation-judgements.js';

type BeginsCommand = 'RandomizationListDrawn' | 'SlotTaken' | 'JudgementMade';
/** The event of this room with which a command began. */
export type PendingWith<Type extends BeginsCommand> = Pick<PendingCommand<BlindingData<Type>>, 'data' | 'metadata'>;

/** A slot that was taken, and whether it was in vain. */
export interface TakenSlot extends PendingWith<'SlotTaken'> {
  readonly voided: boolean;
}

/** An open record, with the id by which it is taken back. */
export interface KeptOpenRecord {
  readonly id: string;
  readonly data: BlindingData<'OpenRecordMade'>;
  readonly metadata: LedgerRecord['metadata'];
}

/** What came of a serious adverse event in an open record. */
export interface KeptReport {
  readonly data: BlindingData<'OpenRecordReported'>;
  readonly metadata: LedgerRecord['metadata'];
}

/** What came of a case that was handed over, with the id by which it is named later. */
export interface KeptCaseOutcome {
  readonly id: string;
  readonly data: BlindingData<'CaseOutcomeRecorded'>;
  readonly metadata: LedgerRecord['metadata'];
}

/** What the sealed ledger says of the list: what of it is taken, and by whom. */
export interface BlindingState {
  readonly drawn?: PendingWith<'RandomizationListDrawn'>;
  /** In the order in which they were taken. */
  readonly taken: readonly TakenSlot[];
  /** Every command that ever began here and goes on in the trial ledger, of this room and of others. */
  readonly pending: readonly PendingCommand[];
  /** What people judged who had been told an arm, in the order in which they did; without what the trial ledger refused. */
  readonly judgements: readonly PendingWith<'JudgementMade'>[];
  /** What clinicians recorded who had been told an arm as planned, in the order in which they did. */
  readonly openRecords: readonly KeptOpenRecord[];
  /** What came of the serious adverse events in them, in the order in which it was recorded. */
  readonly openReports: readonly KeptReport[];
  /** What came of the cases that were handed over for a report, in the order in which it was recorded. */
  readonly caseOutcomes: readonly KeptCaseOutcome[];
  /** The judgements of what deviated in the unit, in the order in which they were made. */
  readonly deviationJudgements: readonly DeviationsJudgement[];
  /** The hashes of the free texts beside the sealed ledger that were redacted. */
  readonly redacted: readonly string[];
}

export const initialBlindingState: BlindingState = {
  taken: [],
  pending: [],
  judgements: [],
  openRecords: [],
  openReports: [],
  caseOutcomes: [],
  deviationJudgements: [],
  redacted: [],
};

/** @param record as it is opened. Other rooms record in the same stream: of these, the pending commands are known, and nothing else. */
export function evolveBlinding(before: BlindingState, record: LedgerRecord): BlindingState {
  const pending = evolvePending(before.pending, record);
  const state = pending === before.pending ? before : { ...before, pending };
  if (!Object.hasOwn(BLINDING_EVENTS, record.type)) return state;
  const event = raisedIn(BLINDING_EVENTS, record) as unknown as BlindingEvent;
  const { type, data } = event;
  const { metadata, id } = record;
  switch (type) {
    case 'RandomizationListDrawn':
      return { ...state, drawn: { data, metadata } };
    case 'SlotTaken':
      return { ...state, taken: [...state.taken, { data, metadata, voided: false }] };
    case 'SlotVoided':
      return { ...state, taken: state.taken.map((slot) => (isSame(slot, data) ? { ...slot, voided: true } : slot)) };
    case 'JudgementMade':
      return { ...state, judgements: [...state.judgements, { data, metadata }] };
    case 'JudgementGivenUp':
      return { ...state, judgements: state.judgements.filter((one) => !isOfCommand(one, data.givenUp.commandId)) };
    case 'OpenRecordMade':
      return { ...state, openRecords: [...state.openRecords, { id, data, metadata }] };
    case 'OpenRecordReported':
      return { ...state, openReports: [...state.openReports, { data, metadata }] };
    case 'CaseOutcomeRecorded':
      return { ...state, caseOutcomes: [...state.caseOutcomes, { id, data, metadata }] };
    case 'SealedTextRedacted':
      return { ...state, redacted: [...state.redacted, data.hash] };
    default:
      // An anchor and a reading leave all of it as it is.
      return withJudged(state, evolveDeviationJudgements(state.deviationJudgements, event, metadata));
  }
}

function isOfCommand({ data }: PendingWith<'JudgementMade'>, commandId: string): boolean {
  return data.request.commandId === commandId;
}

function withJudged(state: BlindingState, deviationJudgements: BlindingState['deviationJudgements']): BlindingState {
  return deviationJudgements === state.deviationJudgements ? state : { ...state, deviationJudgements };
}

function isSame({ data }: TakenSlot, { stratum, slot }: BlindingData<'SlotVoided'>): boolean {
  return data.stratum === stratum && data.slot === slot;
}

/** The slot that is held for a patient, if one is. */
export function slotOf(state: BlindingState, patient: string): TakenSlot | undefined {
  return state.taken.findLast(({ data, voided }) => data.patient === patient && !voided);
}

const drawn = new WeakMap<object, readonly ListSlot[]>();

/** The whole list that a drawing leads to. */
export function listDrawnBy(data: BlindingData<'RandomizationListDrawn'>): readonly ListSlot[] {
  const known = drawn.get(data) ?? drawList(data);
  drawn.set(data, known);
  return known;
}

/** The whole list; empty before it is drawn. */
export function listOf(state: BlindingState): readonly ListSlot[] {
  return state.drawn === undefined ? [] : listDrawnBy(state.drawn.data);
}

/**
 * What stands in the slot of a patient, if one was taken for the patient. Whether the patient was then randomized with it
 * is said by the trial ledger, which comes last: also of a slot that another instance had given up meanwhile.
 */
function allocationOf(state: BlindingState, patient: string): ListSlot | undefined {
  const taken = state.taken.findLast(({ data }) => data.patient === patient)?.data;
  return listOf(state).find(({ stratum, slot }) => stratum === taken?.stratum && slot === taken.slot);
}

/** The arm of a patient, if a slot was taken for the patient. */
export function armOf(state: BlindingState, patient: string): ArmCode | undefined {
  return allocationOf(state, patient)?.arm;
}
