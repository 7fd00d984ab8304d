import type { DecidedEvent } from '@bali/schema';
import { BY_THE_SOFTWARE } from '../data-queries/query-fields.js';
import { nextQueryNumber } from '../data-queries/query-raised.js';
import type { Decision } from '../decision.js';
import { withRecord } from '../entry.js';
import type { PatientState } from '../patient/chart.js';
import type { PatientContext } from '../patient/define-patient-event.js';
import type { PatientEvent } from '../patient/patient-events.js';
import { type Refusal, refusal } from '../refusal.js';
import { type Unusual, unusualIn } from './edit-checks.js';

const DECIDED = 'decided-';

/**
 * A decision with what the software asks about it: a value that is unusual is refused, unless the command says with `despite` and a
 * reason that it is right. Then it is recorded, and the software raises a query, which a monitor or a data manager closes.
 */
export function withEditChecks<Event extends DecidedEvent>(
  decision: Decision<Event>,
  before: PatientState,
  context: PatientContext,
): Decision<Event | PatientEvent> {
  if ('refusal' in decision) return decision;
  const { events } = decision;
  const known = new Set(unusualIn(before).map(nameOf));
  const found = unusualIn(after(events, before, context)).filter((one) => !known.has(nameOf(one)));
  const refused = found.map((one) => refusedAsUnusual(one, context)).find((one) => one !== undefined);
  if (refused !== undefined) return { refusal: refused };
  const first = nextQueryNumber(before);
  return { events: [...events, ...found.map((one, place) => queryAbout(one, first + place, events.length + place))] };
}

function nameOf({ entry, check }: Unusual): string {
  return `${entry.id} ${check}`;
}

/** The record as it will be. Ids and revisions stand for those that the events do not have yet. */
function after(events: readonly DecidedEvent[], before: PatientState, { now }: PatientContext): PatientState {
  return events.reduce<PatientState>((state, { type, data }, place) => {
    const around = { stream: '', schemaVersion: 0, metadata: { recordedAt: now } };
    return withRecord(state, { id: `${DECIDED}${place}`, revision: -1, type, data, ...around } as never);
  }, before);
}

function refusedAsUnusual(
  { check, field, value, usual, isSaid }: Unusual,
  context: PatientContext,
): Refusal | undefined {
  if (isSaid) return undefined;
  const { despite = [], reason } = context;
  if (!despite.includes(check)) {
    const sentence =
      `${value} is outside of what is usual (${usual}): look again. If it is right, send it again with \`despite\`: “${check}”, and ` +
      'a reason; the software then raises a query about it.';
    return refusal('edit-check', sentence, field);
  }
  if (reason !== undefined) return undefined;
  return refusal('reason-missing', 'Say in the reason why the unusual value is right.', '/reason');
}

function queryAbout({ entry, check, field }: Unusual, number: number, place: number): PatientEvent {
  const decided = entry.id.startsWith(DECIDED) ? Number(entry.id.slice(DECIDED.length)) : undefined;
  const which = decided === undefined ? { entry: entry.id } : { entriesBefore: place - decided };
  const by = { raisedBy: BY_THE_SOFTWARE, raisedByRole: BY_THE_SOFTWARE };
  return { type: 'QueryRaised', data: { number, ...which, field, check, ...by } };
}
