import { armOf, SEALED_STREAM } from '@bali/blinding';
import type { PatientFacts } from '@bali/cell-therapy';
import { siteTimeZone } from '@bali/projections';
import { siteOfPatient } from '@bali/protocol';
import { all, has, last, patientStream, TRIAL_STREAM } from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import { type Resources, RESOURCES } from '../resources.js';

/** What the unit's rules need to know of a patient: from the trial ledger, and, for the arm, from the sealed list. */
@Injectable()
export class PatientFactsReader {
  constructor(@Inject(RESOURCES) private readonly resources: Resources) {}

  async of(patient: string): Promise<PatientFacts> {
    const { state: trial } = await this.resources.trials.load(TRIAL_STREAM);
    const { state } = await this.resources.patients.load(patientStream(patient));
    const { state: list } = await this.resources.blinding.load(SEALED_STREAM);
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
