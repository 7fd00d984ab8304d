import { armOf, SEALED_STREAM } from '@bali/blinding';
import type { HarvestFacts, PatientFacts } from '@bali/cell-therapy';
import { unitLimitsInForce } from '@bali/protocol';
import {
  all,
  allStruck,
  dayAt,
  type EntryOfType,
  has,
  last,
  latestHarvest,
  numberOf,
  patientStream,
  type PatientState,
  protocolVersions,
  timeZero,
  timeZoneOf,
  TRIAL_STREAM,
  type TrialState,
  zoneAt,
} from '@bali/trial';
import type { Streams } from '../streams.js';

/** Of a patient who is not harvested, the days are told where the patient is now. */
const LATER_THAN_EVERYTHING = '9999-12-30T00:00:00Z';

/** What the unit's rules need to know of a patient: from the trial ledger, and, for the arm, from the sealed list. */
export class PatientFactsReader {
  readonly #streams: Pick<Streams, 'trials' | 'patients' | 'blinding'>;

  constructor(streams: Pick<Streams, 'trials' | 'patients' | 'blinding'>) {
    this.#streams = streams;
  }

  /** The number of the patient's latest harvest; 0: there is none. */
  async latestHarvestOf(patient: string): Promise<number> {
    return latestHarvest((await this.#streams.patients.load(patientStream(patient))).state);
  }

  async of(patient: string): Promise<PatientFacts> {
    const { trials, patients, blinding } = this.#streams;
    const { state: trial } = await trials.load(TRIAL_STREAM);
    const { state } = await patients.load(patientStream(patient));
    const { state: list } = await blinding.load(SEALED_STREAM);
    // A slot that was taken in vain has an arm, and the patient has none.
    const arm = has(state, 'Randomized') ? armOf(list, patient) : undefined;
    const implantedAt = last(state, 'Implanted')?.data.implantedAt;
    const unblindedAsPlannedAt = all(state, 'PatientUnblinded').find(({ data }) => data.kind === 'planned')?.recordedAt;
    const zones = timeZoneOf(state, trial);
    const zero = timeZero(state, zones);
    return {
      timeZone: zoneAt(last(state, 'Harvested')?.data.harvestedAt ?? LATER_THAN_EVERYTHING, zones),
      harvests: harvestsOf(state, trial),
      ...(arm === undefined ? {} : { arm }),
      ...(implantedAt === undefined ? {} : { implantedAt }),
      ...(zero === undefined ? {} : { timeZero: zero }),
      ...(unblindedAsPlannedAt === undefined ? {} : { unblindedAsPlannedAt }),
    };
  }
}

/** Each harvest, with the limits of the protocol that was in force on its day, in the order of their numbers. */
function harvestsOf(state: PatientState, trial: TrialState): readonly HarvestFacts[] {
  const zones = timeZoneOf(state, trial);
  const facts = ({ data }: EntryOfType<'Harvested'>): HarvestFacts => ({
    number: numberOf(data),
    harvestedAt: data.harvestedAt,
    limits: unitLimitsInForce(protocolVersions(trial, dayAt(data.harvestedAt, zones))),
  });
  const annulled = allStruck(state, 'Harvested').map((one) => ({ ...facts(one), isAnnulled: true }) as const);
  return [...all(state, 'Harvested').map(facts), ...annulled].toSorted((one, other) => one.number - other.number);
}
