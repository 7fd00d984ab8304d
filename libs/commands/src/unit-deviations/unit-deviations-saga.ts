import { type BlindingData, type BlindingState, DEVIATIONS_IN_A_RECORD, type JudgedDeviation } from '@bali/blinding';
import { cellsOf, type UnitDeviation, unitDeviationsOf } from '@bali/cell-therapy';
import { SEALED_STREAM } from '@bali/blinding';
import { type DecidedEvent } from '@bali/schema';
import { TRIAL_STREAM } from '@bali/trial';
import type { PatientFactsReader } from '../cell-therapy/patient-facts.js';
import type { Saga } from '../saga/saga.js';
import type { Streams } from '../streams.js';
import { refusedJudgement } from './refused-judgement.js';

/** What is judged: every deviation of every patient, and perhaps a text for all of it. */
export interface UnitJudgement {
  readonly judged: readonly JudgedDeviation[];
  /** The hash of the text. */
  readonly text?: string;
}

interface WantedJudgement extends UnitJudgement {
  readonly commandId: string;
}

export type UnitDeviationsSaga = Saga<WantedJudgement, BlindingState, BlindingData<'DeviationsJudgementMade'>>;

/** What deviated in the unit for each randomized patient, in the order of their codes; also for those for whom nothing did. */
export type DeviationsByPatient = ReadonlyMap<string, readonly UnitDeviation[]>;

const SAID = { command: { type: 'JudgeUnitDeviations' as const, data: {} } };

/**
 * What deviated in the unit is judged in the sealed ledger, as many records as there are randomized patients; then the trial ledger says that
 * it was judged, and nothing else.
 */
export function unitDeviationsSaga(
  streams: Pick<Streams, 'blinding' | 'cells'>,
  facts: PatientFactsReader,
): UnitDeviationsSaga {
  return {
    begins: 'DeviationsJudgementMade',
    streams: streams.blinding,
    isOneForAll: false,
    tellsReason: false,
    isFor: ({ request }, { commandId }) => request.commandId === commandId,
    expects: () => SAID,
    signs: () => ({ event: { type: 'UnitDeviationsJudged', data: {} }, stream: TRIAL_STREAM }),
    // A command that is repeated after it was given up begins anew.
    part: (_, { deviationJudgements: made }) =>
      `judge-unit-deviations ${made.filter(({ isGivenUp }) => isGivenUp).length}`,
    begin: async ({ judged, text }, state, { request }) => {
      const deviations = await deviationsByPatient(state, streams, facts);
      const refused = refusedJudgement(judged, deviations);
      if (refused !== undefined) return { refusal: refused };
      const made = { ...(text === undefined ? {} : { text }), request };
      return { events: [{ type: 'DeviationsJudgementMade', data: made }, ...recordsOf(judged, deviations)] };
    },
    finish: () => SAID,
    giveUp: {
      part: ({ metadata: { commandId } }) => `give-up-judgement ${commandId}`,
      decide: ({ request: { commandId } }, because, { deviationJudgements: made }) =>
        made.some((one) => one.commandId === commandId && !one.isGivenUp)
          ? { events: [{ type: 'DeviationsJudgementGivenUp', data: { givenUp: { commandId, because } } }] }
          : { events: [] },
    },
  };
}

export async function deviationsByPatient(
  { taken }: BlindingState,
  streams: Pick<Streams, 'cells'>,
  facts: PatientFactsReader,
): Promise<DeviationsByPatient> {
  const { state } = await streams.cells.load(SEALED_STREAM);
  const randomized = new Set(taken.filter(({ voided }) => !voided).map(({ data }) => data.patient));
  const deviations = new Map<string, readonly UnitDeviation[]>();
  for (const patient of [...randomized].toSorted()) {
    deviations.set(patient, unitDeviationsOf(cellsOf(state, patient), await facts.of(patient)));
  }
  return deviations;
}

/** A record for each patient; more for one of whom more deviated than a record has room for. */
function recordsOf(judged: readonly JudgedDeviation[], deviations: DeviationsByPatient): readonly DecidedEvent[] {
  return [...deviations.keys()].flatMap((patient) => {
    const own = judged.filter((one) => one.patient === patient).map(({ patient: _, ...said }) => said);
    const records = Math.max(1, Math.ceil(own.length / DEVIATIONS_IN_A_RECORD));
    return Array.from({ length: records }, (_, place) => ({
      type: 'PatientDeviationsJudged',
      data: {
        patient,
        judged: own.slice(place * DEVIATIONS_IN_A_RECORD, (place + 1) * DEVIATIONS_IN_A_RECORD),
      },
    }));
  });
}
