import { refusedAnnulment } from '../annulments/refused-annulment.js';
import type { CorrectionRequest } from '../correction.js';
import { correctedTogether } from '../corrections/decide-corrections.js';
import type { Corrected } from '../corrections/corrected-along.js';
import type { Decision } from '../decision.js';
import { isAfterTheLock } from '../lock/after-lock.js';
import type { PatientState } from '../patient/chart.js';
import type { PatientCircumstances } from '../patient/define-patient-event.js';
import type { Calendar } from '../patient/rule.js';
import { type Refusal, refusal } from '../refusal.js';
import { isUnblinded } from '../trial/trial-state.js';
import { knowsArm } from '../unblinding/knowledge.js';
import type { ErratumEvent } from './erratum.js';
import { withEveryErratum } from './with-errata.js';

/** What of the locked record is said to be wrong: at least one of its parts is there. All of it is judged together. */
export interface ErratumOrder {
  /** The values that are wrong, and what is right. */
  readonly values?: readonly CorrectionRequest[];
  /** Ids of entries that have not to count. */
  readonly notToCount?: readonly string[];
  /** Ids of entries that were recorded after the lock, and have to count. */
  readonly toCount?: readonly string[];
}

/** What an investigator authorises after the unblinding of the trial. Whoever could have entered it, the site answers for it. */
export function decideErrata(
  order: ErratumOrder,
  state: PatientState,
  circumstances: PatientCircumstances,
  calendar: Calendar,
): Decision<ErratumEvent> {
  const refused = tooEarly(circumstances) ?? refusedAsEmpty(order) ?? refusedToCount(order, state, circumstances);
  if (refused !== undefined) return { refusal: refused };
  const { values = [], notToCount = [], toCount = [] } = order;
  const { by, otherAccounts, mayDo: _, ...anybody } = circumstances;
  // It is said who knew the arm, and nobody is refused for it: the locked result stands first.
  const knewArm = knowsArm(state, { ...(by && { by }), ...(otherAccounts && { otherAccounts }) });
  const standing = withEveryErratum(state);
  const corrected = withValues(values, standing, anybody, calendar);
  if ('code' in corrected) return { refusal: inValues(corrected) };
  const struck = notToCount.length === 0 ? undefined : refusedAnnulment(notToCount, corrected.state, anybody, calendar);
  if (struck !== undefined) return { refusal: inNotToCount(struck) };
  const whole = (kind: 'to-count' | 'not-to-count', ids: readonly string[]): readonly ErratumEvent[] =>
    ids.map((id) => ({ type: 'Erratum', data: { kind, ...entryNamed(id, standing), computed: false, knewArm } }));
  const right = corrected.events.flatMap((event): readonly ErratumEvent[] =>
    event.type === 'DataCorrected' ? [{ type: 'Erratum', data: { kind: 'value', ...event.data, knewArm } }] : [],
  );
  return { events: [...whole('to-count', toCount), ...right, ...whole('not-to-count', notToCount)] };
}

function withValues(
  values: readonly CorrectionRequest[],
  state: PatientState,
  circumstances: PatientCircumstances,
  calendar: Calendar,
): Corrected | Refusal {
  if (values.length === 0) return { state, events: [] };
  const corrected = correctedTogether(values, state, circumstances, calendar);
  if ('code' in corrected) return corrected;
  return corrected.events.every(({ type }) => type === 'DataCorrected') ? corrected : ITS_ADVERSE_EVENT;
}

function refusedAsEmpty({ values = [], notToCount = [], toCount = [] }: ErratumOrder): Refusal | undefined {
  if (values.length + notToCount.length + toCount.length > 0) return undefined;
  const sentence = 'Say which values are wrong, which entries have not to count, or which have to.';
  return refusal('value-missing', sentence, '/values');
}

/** A serious adverse event is reported under a signature of its own. */
const ITS_ADVERSE_EVENT = refusal(
  'value-missing',
  'What it becomes has an adverse event of its own: report that first, after the lock; then name its number in this erratum ' +
    '(/adverseEvent), and let it count (toCount).',
  '/newValue',
);

/** Until the trial is unblinded there are better ways. */
function tooEarly({ trial, reason }: PatientCircumstances): Refusal | undefined {
  if (!isUnblinded(trial)) {
    const sentence =
      'The trial is not unblinded: correct or annul what is wrong; while the database is locked, ask the sponsor to unlock it.';
    return refusal('trial-not-unblinded', sentence);
  }
  return reason === undefined ? refusal('reason-missing', 'An erratum needs a reason.', '/reason') : undefined;
}

function entryNamed(id: string, { entries }: PatientState) {
  return { correctedEvent: id, correctedType: entries.find((entry) => entry.id === id)?.type ?? 'unknown' };
}

/** Only what was recorded after the lock does not count already. */
function refusedToCount(
  { toCount: ids = [] }: ErratumOrder,
  { entries, errata = [] }: PatientState,
  { trial }: PatientCircumstances,
): Refusal | undefined {
  const counted = new Set(errata.flatMap(({ data }) => (data.kind === 'to-count' ? [data.correctedEvent] : [])));
  for (const [place, id] of ids.entries()) {
    const entry = entries.find((one) => one.id === id);
    const field = `/toCount/${place}`;
    if (entry === undefined) return refusal('event-unknown', 'There is no such entry in this record.', field);
    if (!isAfterTheLock(entry, trial) || counted.has(id) || ids.indexOf(id) < place) {
      return refusal('value-unchanged', 'This entry counts already.', field);
    }
  }
  return undefined;
}

/** A correction names its place as if it were alone: here its values stand in a list. */
function inValues({ field, ...refused }: Refusal): Refusal {
  if (field === undefined || field === '/reason') return { ...refused, ...(field && { field }) };
  const [, place, rest] = /^\/also\/(\d+)(\/.*)$/.exec(field) ?? [];
  return { ...refused, field: place === undefined ? `/values/0${field}` : `/values/${Number(place) + 1}${rest}` };
}

function inNotToCount({ field, ...refused }: Refusal): Refusal {
  return { ...refused, ...(field && { field: field.replace(/^\/entries/, '/notToCount') }) };
}
