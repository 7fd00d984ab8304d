import { blindingRefusal, type JudgedDeviation } from '@bali/blinding';
import { type Refusal, refusal } from '@bali/trial';
import type { DeviationsByPatient } from './unit-deviations-saga.js';

/** Number of patients that a refusal names. */
const NAMED = 5;

/** Why a judgement is not taken: every deviation is judged, once, as it is there. Only those read it who may know what deviated. */
export function refusedJudgement(
  judged: readonly JudgedDeviation[],
  deviations: DeviationsByPatient,
): Refusal | undefined {
  for (const [place, one] of judged.entries()) {
    const refused = refusedOne(one, judged.slice(0, place), deviations);
    if (refused !== undefined) return { ...refused, field: `/judgements/${place}${refused.field ?? ''}` };
  }
  const missing = [...deviations].filter(([patient, own]) =>
    own.some(({ record }) => !judged.some((one) => one.patient === patient && one.record === record)),
  );
  if (missing.length === 0) return undefined;
  const codes = missing.map(([patient]) => patient);
  const others = codes.length > NAMED ? ` and ${codes.length - NAMED} others` : '';
  return {
    ...blindingRefusal(
      'deviations-not-judged',
      `Not everything that deviated is judged, of ${codes.slice(0, NAMED).join(', ')}${others}: read the list again ` +
        '(GET /v1/unit-deviations), and judge each of its deviations in one command.',
    ),
    field: '/judgements',
  };
}

function refusedOne(
  { patient, record, severity }: JudgedDeviation,
  before: readonly JudgedDeviation[],
  deviations: DeviationsByPatient,
): Refusal | undefined {
  const deviation = deviations.get(patient)?.find((one) => one.record === record);
  if (deviation === undefined) {
    const sentence = `Nothing deviated for patient ${patient} in this record, as it stands: read the list again (GET /v1/unit-deviations).`;
    return refusal('deviation-unknown', sentence, '/record');
  }
  if (before.some((one) => one.record === record)) {
    return refusal('invalid-value', 'This deviation is judged twice: judge it once.', '/record');
  }
  if (deviation.byProtocol === 'critical' && severity !== 'critical') {
    return refusal('critical-by-protocol', 'By the protocol this deviation is critical: judge it so.', '/severity');
  }
  return undefined;
}
