import type { LedgerRecord } from '@bali/ledger';
import { oneOfEach, openedTrial, play, type SampleCourse } from '@bali/projections/testing';

const TEXT = 'c0ffee00'.repeat(8);

/** One patient in whose record each kind of entry is, also one that was annulled, one that was corrected, and one entered again. */
export const EVERYTHING: readonly LedgerRecord[] = oneOfEach(TEXT);

const COURSES: readonly SampleCourse[] = [
  {
    patient: 'REI-001',
    consentedOn: '2009-05-10',
    verdict: 'eligible',
    steps: 4,
    visits: 3,
    ending: 'FollowUpCompleted',
    adverseEvents: 2,
    corrected: true,
  },
  {
    patient: 'NAN-001',
    consentedOn: '2009-05-12',
    verdict: 'eligible',
    steps: 4,
    visits: 1,
    amputation: 'below-knee',
    ending: 'Died',
    adverseEvents: 1,
    corrected: false,
  },
  {
    patient: 'REI-002',
    consentedOn: '2009-05-14',
    verdict: 'not-eligible',
    steps: 0,
    visits: 0,
    adverseEvents: 0,
    corrected: false,
  },
  {
    patient: 'PAR-001',
    consentedOn: '2009-05-15',
    verdict: 'eligible',
    steps: 1,
    visits: 0,
    adverseEvents: 0,
    corrected: false,
  },
  {
    patient: 'PAR-002',
    consentedOn: '2009-05-16',
    verdict: 'eligible',
    steps: 0,
    visits: 0,
    adverseEvents: 0,
    corrected: false,
  },
];

/** A small trial: followed up, dead, not eligible, randomized and not implanted, and not randomized yet. */
export function sampleStudy(): readonly LedgerRecord[] {
  return play(openedTrial(), COURSES).records;
}
