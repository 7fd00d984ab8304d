import { describe, expect, it } from '@jest/globals';
import { SAMPLE_DATA, SAMPLE_TRIAL_DATA } from '@bali/trial/testing';
import { withValueAt } from '@bali/schema';
import { definitionOf, EVENT_CATALOGUE } from './event-catalogue.js';
import { schemaViolation } from '@bali/schema';

const EXAMPLES: Readonly<Record<string, unknown>> = { ...SAMPLE_DATA, ...SAMPLE_TRIAL_DATA };

const FAULTS = [
  ['Died', '/causeOfDeath', 'unknown', 'is not a field of this event'],
  ['PatientScreened', '/answers/diabetes/type', 2, 'is not a field of this event'],
  ['Died', '/diedOn', undefined, 'is missing'],
  ['PatientScreened', '/answers/diabetes/present', undefined, 'is missing'],
  ['Died', '/diedOn', '2026-02-30', 'must be a date that exists, as far as it is known: 2019, 2019-06 or 2019-06-14'],
  ['FollowUpAssessed', '/assessedOn', '2026-02', 'must be a real calendar date, YYYY-MM-DD'],
  [
    'Harvested',
    '/harvestedAt',
    '2026-03-10T09:30:00',
    'must be a real moment with its offset from UTC, such as 2026-03-02T09:30:00+01:00',
  ],
  ['SiteOpened', '/timeZone', 'Europe/Reims', 'must be an IANA time zone, such as Europe/Paris'],
  [
    'Died',
    '/cause',
    'old age',
    'must be one of: cardiovascular, cerebrovascular, infection, cancer, procedure, other, unknown',
  ],
  ['SiteOpened', '/site', 'Reims', 'must be a site code, such as REI'],
  ['ConsentGiven', '/patient', 'REI-1', 'must be a patient code, such as REI-001'],
  ['FollowUpAssessed', '/visit', '6 months', 'must be the code of a visit, such as M6'],
  [
    'PatientScreened',
    '/answers/prothrombinTime/percent',
    '49,9',
    'must be a decimal number as text with at most one digit after the point',
  ],
  [
    'FollowUpAssessed',
    '/ankleBrachialIndex/value',
    '0.421',
    'must be a decimal number as text with at most two digits after the point',
  ],
  ['AdverseEventReported', '/term', 'a\ud800', 'must be one line of well-formed text that is not blank'],
  ['Died', '/comment', 'found at home', 'must be the hash of a free text'],
  ['Harvested', '/volumeMl', '500', 'must be a whole number'],
  ['Harvested', '/volumeMl', 0, 'must be at least 1'],
  ['Harvested', '/volumeMl', 1501, 'must be at most 1500'],
  ['AdverseEventReported', '/seriousness', 'death', 'must be a list'],
  ['AdverseEventReported', '/seriousness', ['death', 'death'], 'must not name anything twice'],
  ['PatientScreened', '/answers', [], 'must be a group of fields'],
] as const;

describe('what is wrong with a value', () => {
  it.each(FAULTS)('of %s %s is said in words', (type, field, value, rule) => {
    const data = withValueAt(EXAMPLES[type], field, value);
    expect(schemaViolation(definitionOf(type), data)).toEqual({ field, rule });
  });

  it('is said of the whole where there is no place in it', () => {
    expect(schemaViolation(EVENT_CATALOGUE.Died, null)).toEqual({ field: '', rule: 'must be a group of fields' });
  });

  it('is nothing where the schema is kept, also with an emoji in a line', () => {
    const data = withValueAt(EXAMPLES['AdverseEventReported'], '/term', 'Ödème 😀');
    expect(schemaViolation(EVENT_CATALOGUE.AdverseEventReported, data)).toBeUndefined();
  });
});
