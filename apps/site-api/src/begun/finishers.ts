import {
  type BlindingData,
  type BlindingEvent,
  decideVoid,
  initialBlindingState,
  listCommitment,
  listOf,
  type ListSlot,
  slotOf,
} from '@bali/blinding';
import { type CellTherapyData, type CellTherapyEvent, decideGiveUp } from '@bali/cell-therapy';
import type { Handled } from '@bali/commands';
import { sha256Hex } from '@bali/ledger';
import {
  type Decision,
  type DecisionContext,
  decideTrial,
  type PatientCommand,
  patientStream,
  TRIAL_STREAM,
  type TrialCommand,
} from '@bali/trial';
import { decideOnPatient } from '../recording/decide-on-patient.js';
import type { Resources } from '../resources.js';
import type { SealedCommands } from '../sealed/sealed-commands.js';
import { asGiven, type BegunRequest, envelopeOf } from './begun-request.js';

/** What begins in the sealed ledger, by the type of its event. */
interface BegunData {
  RandomizationListDrawn: BlindingData<'RandomizationListDrawn'>;
  SlotTaken: BlindingData<'SlotTaken'>;
  AnchorMade: BlindingData<'AnchorMade'>;
  ProductReleasedFromUnit: CellTherapyData<'ProductReleasedFromUnit'>;
}

/** What is recorded when the trial ledger refuses what was begun. */
interface GivingUp {
  readonly resources: Resources;
  readonly sealed: SealedCommands;
  /** The code of the refusal. */
  readonly because: string;
}

/** How one kind of what was begun is finished in the trial ledger, or given up. */
interface Finisher<Data extends BegunRequest['data']> {
  readonly finish: (begun: BegunRequest<Data>, resources: Resources) => Promise<Handled>;
  /** Without it, what was refused is left as it is. */
  readonly giveUp?: (begun: BegunRequest<Data>, how: GivingUp) => Promise<unknown>;
}

/** The one table of what is written in two ledgers. Whatever else begins in the sealed ledger gets its row here. */
export const FINISHERS: { readonly [Type in keyof BegunData]: Finisher<BegunData[Type]> } = {
  RandomizationListDrawn: {
    finish: (begun, resources) => {
      const list = listOf({ ...initialBlindingState, drawn: begun });
      const data = { commitment: listCommitment(list), strata: strataOf(list) };
      return onTrial(begun, resources, { type: 'CommitRandomizationList', data });
    },
  },
  SlotTaken: {
    finish: (begun, resources) => {
      const { patient, stratum, slot } = begun.data;
      return onPatient(begun, resources, patient, { type: 'RandomizePatient', data: { stratum, slot } });
    },
    giveUp: (begun, { resources: { blinding: streams }, sealed, because }) => {
      const { patient, slot } = begun.data;
      return sealed.record({
        ...around(begun, `void-slot ${slot}`),
        streams,
        decide: (state): Decision<BlindingEvent> => {
          const isHeld = slotOf(state, patient)?.data.request.commandId === commandOf(begun);
          return isHeld ? decideVoid({ patient, because }, state) : { events: [] };
        },
      });
    },
  },
  AnchorMade: {
    finish: (begun, resources) => {
      const { anchoredOn, checkpoint, nonce } = begun.data;
      const anchor = sha256Hex(Buffer.concat([Buffer.from(nonce, 'hex'), Buffer.from(checkpoint)]));
      return onTrial(begun, resources, { type: 'AnchorSealedLedger', data: { anchoredOn, anchor } });
    },
  },
  ProductReleasedFromUnit: {
    finish: (begun, resources) => {
      const { patient, releasedAt } = begun.data;
      return onPatient(begun, resources, patient, { type: 'ReleaseProduct', data: { releasedAt } });
    },
    giveUp: (begun, { resources: { cells: streams }, sealed, because }) => {
      const { patient } = begun.data;
      const commandId = commandOf(begun);
      return sealed.record({
        ...around(begun, `give-up-release ${begun.metadata.commandId}`),
        streams,
        decide: (state, { now }: DecisionContext): Decision<CellTherapyEvent> =>
          decideGiveUp({ patient, commandId, because }, state, now),
      });
    },
  },
};

async function onTrial(begun: BegunRequest, resources: Resources, command: TrialCommand): Promise<Handled> {
  return resources.handler.handle({
    ...(await asGiven(begun, resources)),
    streams: resources.trials,
    stream: () => TRIAL_STREAM,
    decide: (state, context) => decideTrial(command, state, context),
  });
}

async function onPatient(
  begun: BegunRequest,
  resources: Resources,
  patient: string,
  command: PatientCommand,
): Promise<Handled> {
  return resources.handler.handle({
    ...(await asGiven(begun, resources)),
    streams: resources.patients,
    stream: () => patientStream(patient),
    decide: (state, context) => decideOnPatient(resources, command, state, context),
  });
}

function commandOf({ data }: BegunRequest): string {
  return data.request.commandId;
}

/** What stands around the event that gives something up. */
function around(begun: BegunRequest, part: string) {
  return { envelope: envelopeOf(begun), part, notBefore: begun.metadata.recordedAt };
}

function strataOf(list: readonly ListSlot[]): { stratum: string; slots: number }[] {
  const counts = new Map<string, number>();
  for (const { stratum } of list) counts.set(stratum, (counts.get(stratum) ?? 0) + 1);
  return [...counts].map(([stratum, slots]) => ({ stratum, slots }));
}
