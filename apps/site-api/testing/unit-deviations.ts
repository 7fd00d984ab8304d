import type { UnitDeviationsView } from '@bali/commands';
import { signatureFor } from './signing.js';
import { someoneIn } from './people.js';
import type { SiteApiUnderTest } from './site-api-under-test.js';

const ASSESSOR = { as: someoneIn('deviation-assessor') };

/** Everything that deviated in the unit, judged as the protocol says, or as minor. */
export async function unitJudgements(api: SiteApiUnderTest): Promise<readonly object[]> {
  const { patients } = await api.read<UnitDeviationsView>('/v1/unit-deviations', ASSESSOR);
  return patients.flatMap(({ patient, deviations }) =>
    deviations.map(({ record, byProtocol }) => ({
      ...{ patient, record, severity: byProtocol ?? 'minor' },
      perProtocol: byProtocol === undefined ? 'kept' : 'excluded',
    })),
  );
}

/** Judges all of it, so that the trial can be unblinded. */
export async function judgeUnitDeviations(api: SiteApiUnderTest): Promise<void> {
  const judgements = await unitJudgements(api);
  await api.record('/v1/unit-deviations/judgements', { judgements, ...signatureFor('unit-deviations') }, ASSESSOR);
}
