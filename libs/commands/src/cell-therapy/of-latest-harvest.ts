import { SEALED_STREAM } from '@bali/blinding';
import { annulledCommands, type CellTherapyState } from '@bali/cell-therapy';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { PatientFactsReader } from './patient-facts.js';

/** What the unit asks for about the product of a patient's latest harvest. */
export type OfLatestHarvest<Asked> = Asked & {
  readonly harvest: number;
  /** The commands whose entries the unit has annulled: what they began is not what is asked for now. */
  readonly annulled: ReadonlySet<string>;
};

export async function ofLatestHarvest<Asked extends { readonly patient: string }>(
  asked: Asked,
  facts: PatientFactsReader,
  streams: StreamLoader<CellTherapyState>,
): Promise<OfLatestHarvest<Asked>> {
  const harvest = await facts.latestHarvestOf(asked.patient);
  const { state } = await streams.load(SEALED_STREAM);
  return { ...asked, harvest, annulled: annulledCommands(state, asked.patient) };
}
