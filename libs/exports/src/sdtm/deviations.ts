import { deviationsOn } from '@bali/trial';
import { capitals, coded, codelist, NO_YES, text } from '../model/variables.js';
import { domain } from './domain.js';

const SEVERITIES = codelist('DVSEV', 'How severe the sponsor holds it to be', ['MINOR', 'MAJOR', 'CRITICAL']);

/** Protocol deviations as the record shows them at the position, found by the software or reported, with their assessment. */
export const DV = domain('DV', {
  ...{ label: 'Protocol Deviations', kind: 'EVENTS', structure: 'One record per deviation per subject' },
  ...{ keys: ['DVTERM', 'DVSTDTC', 'DVSEQ'], timing: 'interval' },
  variables: [
    text('DVTERM', 'Protocol Deviation Term', 200, 'Derived', { isMandatory: true }),
    text('DVDECOD', 'Protocol Deviation Coded Term', 40, 'Assigned', {
      explanation: 'The kind of the deviation, in capitals.',
    }),
    coded(
      'DVCAT',
      'Category for Protocol Deviation',
      codelist('DVCAT', 'Who said so', ['FOUND', 'REPORTED']),
      'Derived',
      {
        explanation: 'FOUND: by the software in the record, and gone with what makes it. REPORTED: by a person.',
      },
    ),
  ],
  supplemental: [
    coded('DVSEV', 'Severity, as the Sponsor Assessed It', SEVERITIES, 'Collected', {
      source: 'DeviationAssessed.severity',
    }),
    coded('DVEXCL', 'Excluded from Per-Protocol Population', NO_YES, 'Collected', {
      source: 'DeviationAssessed.perProtocol',
    }),
    coded('DVCRIT', 'Critical by the Protocol', NO_YES, 'Derived'),
  ],
  rowsOf: ({ state, trial, asOf }) =>
    deviationsOn(state, trial, asOf).map(({ records, kind, on, source, says, isCritical, assessment }) => ({
      // Several deviations may come from one entry: they are no rows of it, so that a comment on the entry does not point here.
      entry: `deviation ${records.join(' ')}`,
      values: { DVTERM: says, DVDECOD: capitals(kind), DVCAT: capitals(source), DVSTDTC: on },
      supplemental: {
        DVSEV: assessment && capitals(assessment.severity),
        DVEXCL: assessment && (assessment.perProtocol === 'excluded' ? 'Y' : 'N'),
        DVCRIT: isCritical ? 'Y' : 'N',
      },
    })),
});
