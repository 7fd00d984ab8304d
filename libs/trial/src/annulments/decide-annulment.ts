import type { Decision } from '../decision.js';
import { isOfTheUnit } from '../treatment/of-the-unit.js';
import type { PatientData, PatientEntry, PatientState } from '../patient/chart.js';
import type { PatientCircumstances, PatientEventDefinition } from '../patient/define-patient-event.js';
import { PATIENT_EVENTS } from '../patient/patient-events.js';
import { refusedAsLocked } from '../lock/after-lock.js';
import { refusedByKnowledge } from '../patient/sequence.js';
import { type Refusal, refusal } from '../refusal.js';
import { knowsArm } from '../unblinding/knowledge.js';
import type { AnnulmentEvent } from './entry-annulled.js';
import { openRequestOf } from './requests.js';

/** What somebody asks to be annulled. */
export interface AnnulmentOrder {
  /** Ids of the events. */
  readonly entries: readonly string[];
}

/** The annulment by one person of what nobody else has to confirm. */
export function decideAnnulment(
  { entries }: AnnulmentOrder,
  state: PatientState,
  circumstances: PatientCircumstances,
): Decision<AnnulmentEvent> {
  const refused =
    refusedAsLocked(entries, state, circumstances.trial) ??
    unexplained(circumstances) ??
    circumstances.refusesAnnulment(entries) ??
    refusedToKnower(entries, state, circumstances) ??
    refusedToOnePerson(entries, state, circumstances);
  return refused === undefined ? { events: annulments(entries, state) } : { refusal: refused };
}

/** The annulment by the cell therapy unit of what it recorded in both ledgers. Why is said in the sealed ledger. */
export function decideUnitAnnulment(
  order: AnnulmentOrder,
  state: PatientState,
  circumstances: PatientCircumstances,
): Decision<AnnulmentEvent> {
  const place = order.entries.findIndex((id) =>
    state.entries.some((entry) => entry.id === id && !isOfTheUnit(entry.type)),
  );
  if (place >= 0) {
    const sentence = 'The site recorded this, and annuls it: ask an investigator of the site.';
    return { refusal: refusal('not-yours-to-put-right', sentence, `/entries/${place}`) };
  }
  return decideAnnulment(order, state, { ...circumstances, reason: circumstances.reason ?? 'sealed' });
}

/** The confirmation by a second person of an annulment that was asked for. */
export function decideConfirmation(
  { request: id }: { readonly request: string },
  state: PatientState,
  circumstances: PatientCircumstances,
): Decision<AnnulmentEvent> {
  const request = openRequestOf(state, id);
  if (request === undefined) {
    const sentence = 'No such request of this patient waits for its confirmation.';
    return { refusal: refusal('annulment-not-requested', sentence, '/request') };
  }
  const { entries } = request.data;
  const refused =
    refusedAsLocked(entries, state, circumstances.trial) ??
    refusedToSecond(request.data, state, circumstances) ??
    outdated(circumstances.refusesAnnulment(entries));
  return refused === undefined ? { events: annulments(entries, state, id) } : { refusal: refused };
}

function unexplained({ reason }: PatientCircumstances): Refusal | undefined {
  return reason === undefined ? refusal('reason-missing', 'An annulment needs a reason.', '/reason') : undefined;
}

/** What was asked for fits no more with what was recorded since. */
function outdated(refused: Refusal | undefined): Refusal | undefined {
  if (refused === undefined) return undefined;
  const { code, sentence, source } = refused;
  return {
    code,
    source,
    sentence: `${sentence} Decline this request, and let the investigator ask anew.`,
    field: '/request',
  };
}

/** Whoever knows the arm annuls no judgement. */
function refusedToKnower(
  ids: readonly string[],
  state: PatientState,
  circumstances: PatientCircumstances,
): Refusal | undefined {
  for (const [place, id] of ids.entries()) {
    const entry = state.entries.find((one) => one.id === id);
    const refused = entry && refusedByKnowledge(PATIENT_EVENTS[entry.type], state, circumstances);
    if (refused !== undefined) return { ...refused, field: `/entries/${place}` };
  }
  return undefined;
}

function refusedToOnePerson(
  ids: readonly string[],
  state: PatientState,
  circumstances: PatientCircumstances,
): Refusal | undefined {
  const place = ids.findIndex((id) => asksForTwo(id, state, circumstances));
  if (place < 0) return undefined;
  const sentence =
    'What counts for the endpoint or for safety is annulled by two people: the investigator asks for it, and a monitor or a data ' +
    'manager confirms.';
  return refusal('two-people-needed', sentence, `/entries/${place}`);
}

function asksForTwo(id: string, state: PatientState, circumstances: PatientCircumstances): boolean {
  const entry = state.entries.find((one) => one.id === id);
  if (entry === undefined) return false;
  const { mayBeAnnulled }: PatientEventDefinition = PATIENT_EVENTS[entry.type];
  if (typeof mayBeAnnulled === 'boolean') return false;
  return mayBeAnnulled.isAsked(entry.data as never, state as never, circumstances as never);
}

/** Two people are two, and one of them at least does not know the arm. */
function refusedToSecond(
  { requestedBy, knewArm }: PatientData<'AnnulmentRequested'>,
  state: PatientState,
  given: PatientCircumstances,
): Refusal | undefined {
  const { by, otherAccounts = [] } = given;
  if (by === undefined) return undefined;
  const own = [by, ...otherAccounts];
  if (own.includes(requestedBy)) {
    return refusal('own-request', 'Nobody confirms what they asked for themselves: another person does.', '/request');
  }
  // Whoever asked may have been told with another account: that stands in the request; or since then.
  const knows = knewArm === true || knowsArm(state, { by: requestedBy });
  if (!knows || !knowsArm(state, given)) return undefined;
  const sentence = 'Both of you know the arm of this patient: somebody who does not know it has to confirm.';
  return refusal('assessor-unblinded', sentence, '/request');
}

/** The last entry first, so that none is left on the way whose ground is gone. */
function annulments(ids: readonly string[], state: PatientState, request?: string): readonly AnnulmentEvent[] {
  return state.entries
    .filter(({ id }) => ids.includes(id))
    .toReversed()
    .map(({ id, type, data }) => ({
      type: 'EntryAnnulled',
      data: {
        annulledEvent: id,
        annulledType: type,
        wasSigned: isSigned(type, data),
        ...(request === undefined ? {} : { request }),
      },
    }));
}

function isSigned(type: PatientEntry['type'], data: unknown): boolean {
  const { signedUnder }: PatientEventDefinition = PATIENT_EVENTS[type];
  return signedUnder.some((signature) => signature.onlyIf?.(data as never) ?? true);
}
