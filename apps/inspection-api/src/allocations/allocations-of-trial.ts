import {
  evolveBlinding,
  initialBlindingState,
  openSealedRecord,
  readSealingKeys,
  SEALED_STREAM,
  SealingKeysRefused,
} from '@bali/blinding';
import { Allocations, type DisclosureLog, StreamLoader } from '@bali/commands';
import type { DataDirectory, LedgerStores } from '@bali/installation';
import type { VerifiedState } from '@bali/projections';
import { evolvePatient, evolveTrial, initialPatientState, initialTrialState } from '@bali/trial';

/**
 * The arms of all patients, for reports and exports: the sealed ledger is opened only when somebody who may know them asks for them,
 * once the trial is unblinded.
 */
export function allocationsOfTrial(
  { trial, sealed }: LedgerStores,
  { sealingKeys }: DataDirectory,
  state: VerifiedState,
  disclosures: DisclosureLog,
): Allocations {
  const streams = {
    trials: new StreamLoader(trial, { initial: initialTrialState, evolve: evolveTrial }),
    patients: new StreamLoader(trial, { initial: initialPatientState, evolve: evolvePatient }),
  };
  const list = async () => {
    const keys = readSealingKeys(sealingKeys);
    if (keys === undefined) throw new SealingKeysRefused('sealing-keys-missing', 'there are no sealing keys here');
    const open = (record: Parameters<typeof openSealedRecord>[0]) => openSealedRecord(record, keys);
    const loader = new StreamLoader(sealed, { initial: initialBlindingState, evolve: evolveBlinding, open });
    return (await loader.load(SEALED_STREAM)).state;
  };
  const nobodyReadsAgain = { record: () => Promise.reject(new Error('nothing of one patient is disclosed here')) };
  return new Allocations({ sealed: { state: list }, streams, state, disclosures, readings: nobodyReadsAgain });
}
