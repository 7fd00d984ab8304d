import { armOf, SEALED_STREAM } from '@bali/blinding';
import type { PatientFacts } from '@bali/cell-therapy';
import { all, has, last, patientStream, timeZoneOf, TRIAL_STREAM, zoneAt } from '@bali/trial';
import type { Streams } from '../streams.js';

/** Of a patient who is not harvested, the days are told where the patient is now. */
const LATER_THAN_EVERYTHING = '9999-12-30T00:00:00Z';

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
      timeZone: zoneAt(harvestedAt ?? LATER_THAN_EVERYTHING, timeZoneOf(state, trial)),
      ...(arm === undefined ? {} : { arm }),
      ...(harvestedAt === undefined ? {} : { harvestedAt }),
      ...(implantedAt === undefined ? {} : { implantedAt }),
      ...(unblindedAsPlannedAt === undefined ? {} : { unblindedAsPlannedAt }),
    };
  }
}
