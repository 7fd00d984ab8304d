import type { BlindingData, BlindingState } from '@bali/blinding';
import { type JudgementKind, patientStream } from '@bali/trial';
import type { Given } from '../intake/command-intake.js';
import type { Handled } from '../loop/command-loop.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { Saga } from '../saga/saga.js';
import type { TwoLedgerSagas } from '../saga/two-ledger-sagas.js';
import type { TrialLedgerCommand } from '../trial/trial-ledger-commands.js';

/** What is judged: exactly one group, and perhaps a text. */
export type Judged = Omit<BlindingData<'JudgementMade'>, 'request'>;

interface WantedJudgement {
  readonly commandId: string;
  readonly judged: Judged;
}

export type JudgementSaga = Saga<WantedJudgement, BlindingState, BlindingData<'JudgementMade'>>;

/** A judgement is kept in the sealed ledger; then the trial ledger says that there is one, and not which. */
export function judgementSaga(streams: StreamLoader<BlindingState>): JudgementSaga {
  return {
    begins: 'JudgementMade',
    streams,
    isOneForAll: false,
    tellsReason: false,
    isFor: ({ request }, { commandId }) => request.commandId === commandId,
    expects: ({ judged }) => said(judged),
    signs: ({ judged }) => {
      const { patient, command } = said(judged);
      const type = command.type === 'AssessUnblinding' ? 'UnblindingImpactAssessed' : 'JudgementSealed';
      return { event: { type, data: command.data }, stream: patientStream(patient) };
    },
    part: () => 'make-judgement',
    begin: ({ judged }, _, { request }) => ({ events: [{ type: 'JudgementMade', data: { ...judged, request } }] }),
    finish: ({ request: _, ...judged }) => said(judged),
    giveUp: {
      part: ({ metadata: { commandId } }) => `give-up-judgement ${commandId}`,
      decide: ({ patient, request: { commandId } }, because, { judgements }) => {
        const stands = judgements.some(({ data }) => data.request.commandId === commandId);
        const data = { patient, givenUp: { commandId, because } };
        return { events: stands ? [{ type: 'JudgementGivenUp', data }] : [] };
      },
    },
  };
}

/** Seals judgements. */
export class SealedJudgement {
  readonly #sagas: TwoLedgerSagas;
  readonly #saga: JudgementSaga;

  constructor(sagas: TwoLedgerSagas, saga: JudgementSaga) {
    this.#sagas = sagas;
    this.#saga = saga;
  }

  /** @param given with texts that are sealed. @throws as {@link TwoLedgerSagas.run} */
  seal(judged: Judged, given: Given): Promise<Handled> {
    return this.#sagas.run(this.#saga, { given, wanted: { commandId: given.envelope.commandId, judged } });
  }
}

/** What the trial ledger is told of a judgement: the same whatever was judged. */
function said(judged: Judged): TrialLedgerCommand & { readonly patient: string } {
  const { patient, adverseEvent, impact, correction } = judged;
  if (impact !== undefined) {
    return { patient, command: { type: 'AssessUnblinding', data: { unblinding: impact.unblinding } } };
  }
  const named = {
    ...(adverseEvent && { adverseEvent: adverseEvent.number }),
    ...(correction && { correctedEvent: correction.correctedEvent }),
  };
  return { patient, command: { type: 'SealJudgement', data: { of: kindOf(judged), ...named } } };
}

function kindOf({ adverseEvent, findings, causeOfDeath, correction, remark }: Judged): JudgementKind {
  if (adverseEvent !== undefined) return 'adverse-event';
  if (findings !== undefined) return 'findings';
  if (causeOfDeath !== undefined) return 'cause-of-death';
  return correction === undefined ? (remark?.about ?? 'other') : 'correction';
}
