import type { SitePerformance } from '@bali/projections';
import { record, siteCode } from '@bali/schema';
import { count, type DocumentedAnswer, text } from '@bali/shared-routes';
import { Type } from 'typebox';

const rate = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });

const performance = {
  consented: count('patients who gave consent'),
  screened: count('patients with a screening'),
  randomized: count('patients who were randomized'),
  failures: count('patients whom the screening found not eligible'),
  failuresByCriterion: Type.Array(record({ criterion: text('the criterion'), patients: count('patients') })),
  entries: count('entries of records'),
  lateEntries: count('entries that are marked as late'),
  medianDelayDays: rate('median of the days from when something happened to when it was recorded'),
  queries: count('queries that were raised'),
  openQueries: count('of these, those that are not closed'),
  measurements: count('measurements that the visits should have'),
  missingMeasurements: count('of these, those without a value'),
  deviations: count('deviations from the protocol'),
};

const COUNTS = {
  ...{ consented: 3, screened: 3, randomized: 2, failures: 1 },
  failuresByCriterion: [{ criterion: 'malignantDisease', patients: 1 }],
  ...{ entries: 40, lateEntries: 1, medianDelayDays: 1, queries: 2, openQueries: 1 },
  ...{ measurements: 10, missingMeasurements: 1, deviations: 1 },
};

export const SITE_PERFORMANCE_ANSWER: DocumentedAnswer<readonly SitePerformance[]> = {
  description:
    'Each site as a whole, and by month: what happened is counted in its own month, and where the patient was then',
  schema: Type.Array(
    record({
      site: siteCode,
      name: text('the hospital'),
      ...performance,
      deviationsPerPatient: rate('deviations per randomized patient'),
      queriesPer100Entries: rate('queries per 100 entries'),
      verification: record(
        { fields: count('values'), verified: count('of these'), broken: count('verified, and changed since') },
        'values that can be compared with their source',
      ),
      months: Type.Array(record({ month: text('YYYY-MM'), ...performance })),
    }),
  ),
  example: [
    {
      ...{ site: 'REI', name: 'CHU de Reims', ...COUNTS, deviationsPerPatient: 0.5, queriesPer100Entries: 5 },
      verification: { fields: 310, verified: 120, broken: 2 },
      months: [{ month: '2011-03', ...COUNTS }],
    },
  ],
};
