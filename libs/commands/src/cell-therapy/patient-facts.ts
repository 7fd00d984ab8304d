import { armOf, SEALED_STREAM } from '@bali/blinding';
import type { PatientFacts } from '@bali/cell-therapy';
import { siteTimeZone } from '@bali/projections';
import { siteOfPatient } from '@bali/protocol';
import { all, has, last, patientStream, TRIAL_STREAM } from '@bali/trial';
import type { Streams } from '../streams.js';

/** What the unit's rules need to know of a patient: from the trial ledger, and, for the arm, from the sealed list. */
export class PatientFactsReader {
  readonly #streams: Pick<Streams, 'trials' | 'patients' | 'blinding'>;

  constructor(streams: Pick<Streams, 'trials' | 'patients' | 'blinding'>) {
    this.#streams = streams;
  }

  async of(patient: string): Promise<PatientFacts> {
    const { trials, patients, blinding } = this.#streams;
    const { state: trial } = await trials.load(TRIAL_STREAM);
    const { state } = await patients.load(patientStream(patient));
    const { state: list } = await blinding.load(SEALED_STREAM);
    // A slot that was taken in vain has an arm, and the patient has none.
    const arm = has(state, 'Randomized') ? armOf(list, patient) : undefined;
    const harvestedAt = last(state, 'Harvested')?.data.harvestedAt;
    const implantedAt = last(state, 'Implanted')?.data.implantedAt;
    const unblindedAsPlannedAt = all(state, 'PatientUnblinded').find(({ data }) => data.kind === 'planned')?.recordedAt;
    return {
      timeZone: siteTimeZone(trial)(siteOfPatient(patient)),
      ...(arm === undefined ? {} : { arm }),
      ...(harvestedAt === undefined ? {} : { harvestedAt }),
      ...(implantedAt === undefined ? {} : { implantedAt }),
      ...(unblindedAsPlannedAt === undefined ? {} : { unblindedAsPlannedAt }),
    };
  }
}
