import type { BlindingData, KeptCaseOutcome } from '@bali/blinding';
import { type CalendarDate, dateAt, TRIAL } from '@bali/protocol';
import { type SafetyCase, type SafetyClockKind, safetyClocksOf } from '@bali/trial';

/** What is still to be done of a case that was handed over, and until when. */
export interface CaseToDo {
  readonly what: 'decision' | 'sending' | 'receipt';
  /** Of something to be sent: what, and for which clock. */
  readonly kind?: Sending['kind'];
  readonly clock?: SafetyClockKind;
  /** Of a receipt: the record of what was sent. */
  readonly sending?: string;
  /** The last day, in the sponsor's zone. */
  readonly dueOn: CalendarDate;
}

type Sending = NonNullable<BlindingData<'CaseOutcomeRecorded'>['sending']>;

/** A receipt is asked for again when none has come after this time. */
const RECEIPT_WITHIN_DAYS = 7;
const DAY_MS = 86_400_000;

/** What each clock of the sponsor runs for. */
const SENT_FOR: Readonly<Record<Exclude<SafetyClockKind, 'site-to-sponsor'>, Sending['kind']>> = {
  'seven-days': 'initial',
  'eight-more-days': 'additional-information',
  'fifteen-days': 'initial',
  'follow-up': 'follow-up',
  nullification: 'nullification',
};

/** The records of a case that stand: what was taken back counts no more. */
export function standingOutcomes(outcomes: readonly KeptCaseOutcome[]): readonly KeptCaseOutcome[] {
  const takenBack = new Set(outcomes.map(({ data }) => data.takenBack?.record));
  return outcomes.filter(({ id, data }) => !takenBack.has(id) && data.takenBack === undefined);
}

/** @param outcomes of this case */
export function caseToDo(found: SafetyCase, outcomes: readonly KeptCaseOutcome[]): readonly CaseToDo[] {
  const standing = standingOutcomes(outcomes);
  const clocks = safetyClocksOf(found).flatMap(({ clock, dueOn, dayZero }) =>
    clock === 'site-to-sponsor' ? [] : [{ clock, dueOn, dayZero, kind: SENT_FOR[clock] }],
  );
  const [first] = clocks.map(({ dueOn }) => dueOn).toSorted();
  const decision = standing.findLast(({ data }) => data.decision !== undefined)?.data.decision;
  if (decision === undefined) return first === undefined ? [] : [{ what: 'decision', dueOn: first }];
  const sent = standing.flatMap(({ id, data }) => (data.sending === undefined ? [] : [{ id, ...data.sending }]));
  return [
    ...(decision.conclusion === 'not-to-be-reported' ? [] : clocks.filter((clock) => !isMet(clock, sent))).map(
      ({ clock, kind, dueOn }): CaseToDo => ({ what: 'sending', kind, clock, dueOn }),
    ),
    ...sent.filter(({ id }) => !standing.some(({ data }) => data.receipt?.sending === id)).map(receiptOf),
  ];
}

/** A clock is met by what it runs for, sent to authorities on its day 0 or later; or by the statement that nothing is to be sent. */
function isMet(
  { kind, dayZero }: { readonly kind: Sending['kind']; readonly dayZero: CalendarDate },
  sent: readonly Sending[],
): boolean {
  return sent.some((one) => {
    const isIt = one.kind === 'none' || (one.kind === kind && one.to === 'authorities');
    return isIt && dateAt(one.sentAt, TRIAL.timeZone) >= dayZero;
  });
}

function receiptOf({ id, sentAt }: Sending & { readonly id: string }): CaseToDo {
  const due = new Date(Date.parse(sentAt) + RECEIPT_WITHIN_DAYS * DAY_MS).toISOString();
  return { what: 'receipt', sending: id, dueOn: dateAt(due, TRIAL.timeZone) };
}
