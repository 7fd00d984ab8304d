import { type BlindingData, blindingRefusal, type KeptCaseOutcome } from '@bali/blinding';
import { dateAt, isInTheFuture, TRIAL } from '@bali/protocol';
import { type DecisionContext, type Refusal, refusal } from '@bali/trial';
import { standingOutcomes } from './case-standing.js';

type CaseOutcome = BlindingData<'CaseOutcomeRecorded'>;

/** Why something of a case may not be recorded; `own`: what was recorded of the same case before. */
export function refusedOutcome(
  made: CaseOutcome,
  own: readonly KeptCaseOutcome[],
  { now, reason }: DecisionContext,
): Refusal | undefined {
  return (
    refusedAsFuture(made, now) ??
    refusedSending(made, own) ??
    refusedReceipt(made, own) ??
    refusedTakingBack(made, own, reason)
  );
}

function refusedAsFuture({ decision, sending, receipt }: CaseOutcome, now: string): Refusal | undefined {
  const moments: readonly (readonly [field: string, when: string | undefined])[] = [
    ['/decision/decidedOn', decision?.decidedOn],
    ['/sending/sentAt', sending?.sentAt],
    ['/receipt/receivedAt', receipt?.receivedAt],
  ];
  const future = moments.find(
    ([, when]) => when !== undefined && isInTheFuture(when, now, dateAt(now, TRIAL.timeZone)),
  );
  return future && refusal('in-the-future', `${future[1] ?? ''} is in the future.`, future[0]);
}

function refusedSending({ sending }: CaseOutcome, own: readonly KeptCaseOutcome[]): Refusal | undefined {
  if (sending === undefined) return undefined;
  if ((sending.kind === 'none') !== (sending.to === 'nobody')) {
    const sentence = 'Where nothing is sent, it is sent to nobody: make both say the same.';
    return refusal('invalid-value', sentence, '/sending/to');
  }
  const decision = standingOutcomes(own).findLast(({ data }) => data.decision !== undefined)?.data.decision;
  if (sending.kind === 'none' || decision?.conclusion === 'to-be-reported') return undefined;
  return {
    ...blindingRefusal(
      'case-not-decided',
      decision === undefined
        ? 'Nobody has decided that this case is reported: record the decision first.'
        : 'It was decided that this case is not reported: record another decision first, if that was wrong.',
    ),
    field: '/sending/kind',
  };
}

function refusedReceipt({ receipt }: CaseOutcome, own: readonly KeptCaseOutcome[]): Refusal | undefined {
  if (receipt === undefined) return undefined;
  const sent = standingOutcomes(own).find(({ id, data }) => id === receipt.sending && data.sending !== undefined);
  if (sent?.data.sending === undefined)
    return refusal('event-unknown', 'There is no such report of this case that was sent.', '/receipt/sending');
  if (Date.parse(receipt.receivedAt) >= Date.parse(sent.data.sending.sentAt)) return undefined;
  const sentence = `The report was sent at ${sent.data.sending.sentAt}: its receipt came later.`;
  return refusal('out-of-order', sentence, '/receipt/receivedAt');
}

/** A record is taken back once, for a reason, and nothing may rest on it. */
function refusedTakingBack(
  { takenBack }: CaseOutcome,
  own: readonly KeptCaseOutcome[],
  reason: string | undefined,
): Refusal | undefined {
  if (takenBack === undefined) return undefined;
  const field = '/takenBack/record';
  if (!own.some(({ id, data }) => id === takenBack.record && data.takenBack === undefined))
    return refusal('event-unknown', 'There is no such record of this case.', field);
  const standing = standingOutcomes(own);
  if (!standing.some(({ id }) => id === takenBack.record))
    return refusal('already-annulled', 'It is taken back already. What is true is recorded again.', field);
  if (standing.some(({ data }) => data.receipt?.sending === takenBack.record))
    return refusal('needed-by-others', 'A receipt says that it was sent: take the receipt back first.', field);
  return reason === undefined ? refusal('reason-missing', 'Say why it is taken back.', '/reason') : undefined;
}
