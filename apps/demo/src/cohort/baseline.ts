import { dateAt, type Instant } from '@bali/protocol';
import type { Chance } from '../chance.js';
import type { Draft } from './draft.js';
import type { Candidate } from './enrolment.js';
import type { Limb } from './fate.js';
import { plusMinutes } from './moments.js';

/** The limb of the endpoint: the one that is treated later. */
export function indexLimbOf(chance: Chance): Limb {
  return chance.for('index limb').happens(0.5) ? 'left' : 'right';
}

/** The baseline, on the day on which the patient became eligible. */
export function baselineDraft({ site, chance }: Pick<Candidate, 'site' | 'chance'>, eligibleAt: Instant): Draft {
  const own = chance.for('baseline');
  return {
    name: 'baseline',
    at: plusMinutes(eligibleAt, 20),
    by: 'study-coordinator',
    path: 'baseline',
    body: {
      assessedOn: dateAt(eligibleAt, site.timeZone),
      indexLimb: indexLimbOf(chance),
      amputatedAboveAnkle: [],
      ...limb(own),
      smoking: own.pick(['never', 'former', 'former', 'current'] as const),
      diabetes: own.pick(['none', 'none', 'type-2', 'type-1'] as const),
      earlierRevascularization: own.pick(['none', 'surgical', 'endovascular', 'both'] as const),
      serology: { hiv: 'negative', hepatitisB: 'negative', hepatitisC: 'negative', syphilis: 'negative' },
    },
  };
}

function limb(own: Chance): object {
  const hasUlcers = own.happens(0.7);
  return {
    restPain: { value: 'yes' },
    restPainScore: { value: own.whole(3, 10) },
    analgesics: { value: own.pick(['non-opioid', 'weak-opioid', 'strong-opioid'] as const) },
    ulcers: { value: hasUlcers ? 'yes' : 'no' },
    ...(hasUlcers ? { largestUlcerMm: { value: own.whole(4, 60) } } : {}),
    rutherfordClass: { value: hasUlcers ? own.whole(5, 6) : 4 },
    ankleBrachialIndex: own.happens(0.2)
      ? { notDone: 'not-measurable' }
      : { value: (0.2 + 0.35 * own.uniform()).toFixed(2) },
    tcPO2: { value: own.whole(5, 29) },
    toePressure: { value: own.whole(8, 29) },
  };
}
