import fc from 'fast-check';
import type { SampleCourse } from './sample-trial.js';

/** Random courses of different patients. */
export const sampleCourses: fc.Arbitrary<SampleCourse[]> = fc.uniqueArray(
  fc.record(
    {
      patient: fc
        .tuple(fc.constantFrom('REI', 'NAN', 'PAR', 'MUL', 'STR'), fc.integer({ min: 1, max: 99 }))
        .map(([site, number]) => `${site}-${String(number).padStart(3, '0')}`),
      consentedOn: fc.integer({ min: 10, max: 28 }).map((day) => `2009-05-${day}`),
      verdict: fc.constantFrom('eligible', 'eligible', 'eligible', 'not-eligible', 'not-yet-decidable'),
      steps: fc.constantFrom(0, 1, 2, 3, 4, 4, 4),
      visits: fc.integer({ min: 0, max: 3 }),
      amputation: fc.constantFrom('toe', 'below-knee'),
      ending: fc.constantFrom('Died', 'ConsentWithdrawn', 'LostToFollowUp', 'FollowUpCompleted'),
      adverseEvents: fc.integer({ min: 0, max: 2 }),
      corrected: fc.boolean(),
    },
    { requiredKeys: ['patient', 'consentedOn', 'verdict', 'steps', 'visits', 'adverseEvents', 'corrected'] },
  ),
  { selector: ({ patient }) => patient, minLength: 1, maxLength: 8 },
);
