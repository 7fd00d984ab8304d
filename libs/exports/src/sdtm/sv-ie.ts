import { all, screeningInForce } from '@bali/trial';
import { capitals, coded, codelist, NO_YES, text } from '../model/variables.js';
import { criterionOf, CRITERIA } from './criteria.js';
import { domain, type DomainRow } from './domain.js';
import { examinationsOf, scheduledVisit, SCREENING, TREATMENT, VISIT_VARIABLES } from './visits.js';

/** Subject visits: those that took place, also outside of the schedule, and those that were missed (SVOCCUR = N). */
export const SV = domain('SV', {
  ...{
    label: 'Subject Visits',
    kind: 'SPECIAL PURPOSE',
    structure: 'One record per actual or missed visit per subject',
  },
  ...{ keys: ['VISITNUM', 'SVSTDTC', 'SVSEQ'], timing: 'interval' },
  variables: [
    ...VISIT_VARIABLES,
    coded('SVPRESP', 'Pre-specified', codelist('SVPRESP', 'Planned', { Y: 'Planned by the schedule' }), 'Assigned'),
    coded('SVOCCUR', 'Occurrence', NO_YES, 'Collected'),
    text('SVREASOC', 'Reason for Occur Value', 40, 'Collected', { source: 'VisitMissed.why' }),
    text('SVCNTMOD', 'Contact Mode', 40, 'Collected', { source: 'ContactMade.way' }),
  ],
  rowsOf: ({ state, trial, ...subject }) => {
    const ways = new Map(all(state, 'ContactMade').map(({ id, data }) => [id, capitals(data.way)]));
    const took = (entry: string, on: string, visit: object, isPlanned = true): DomainRow => ({
      entry,
      values: {
        ...visit,
        SVPRESP: isPlanned ? 'Y' : undefined,
        SVOCCUR: isPlanned ? 'Y' : undefined,
        SVCNTMOD: ways.get(entry),
        SVSTDTC: on,
        SVENDTC: on,
      },
    });
    return [
      ...all(state, 'PatientScreened').map(({ id, data }) => took(id, data.screenedOn, SCREENING)),
      ...all(state, 'Harvested').map(({ id, data }) => took(id, data.harvestedAt, TREATMENT)),
      ...examinationsOf({ state, trial, ...subject }).map(({ entry, on, visit }) =>
        took(entry, on, visit, !ways.has(entry)),
      ),
      ...all(state, 'VisitMissed').map(({ id, data }) => ({
        entry: id,
        values: { ...scheduledVisit(data.visit, { trial }), SVPRESP: 'Y', SVOCCUR: 'N', SVREASOC: capitals(data.why) },
      })),
    ];
  },
});

/** The criteria that a subject does not meet, by the screening in force. */
export const IE = domain('IE', {
  ...{
    label: 'Inclusion/Exclusion Criteria Not Met',
    kind: 'FINDINGS',
    structure: 'One record per criterion not met per subject',
  },
  ...{ keys: ['IETESTCD', 'IESEQ'], timing: 'finding' },
  variables: [
    coded(
      'IETESTCD',
      'Inclusion/Exclusion Criterion Short Name',
      codelist('IETESTCD', 'Criteria', Object.fromEntries(CRITERIA.map(({ code, text: title }) => [code, title]))),
      'Assigned',
      { isMandatory: true },
    ),
    text('IETEST', 'Inclusion/Exclusion Criterion', 120, 'Protocol', { isMandatory: true }),
    coded(
      'IECAT',
      'Inclusion/Exclusion Category',
      codelist('IECAT', 'Kind of criterion', ['INCLUSION', 'EXCLUSION']),
      'Assigned',
      { isMandatory: true },
    ),
    coded('IEORRES', 'I/E Criterion Original Result', NO_YES, 'Collected', {
      source: 'PatientScreened.answers',
      isMandatory: true,
    }),
    coded('IESTRESC', 'I/E Criterion Result in Std Format', NO_YES, 'Derived', { isMandatory: true }),
  ],
  rowsOf: ({ state }) => {
    const screening = screeningInForce(state);
    if (screening === undefined) return [];
    return screening.data.failed.flatMap((criterion) => {
      const { code, text: title, category } = criterionOf(criterion);
      const result = category === 'INCLUSION' ? 'N' : 'Y';
      const values = {
        IETESTCD: code,
        IETEST: title,
        IECAT: category,
        IEORRES: result,
        IESTRESC: result,
        IEDTC: screening.data.screenedOn,
      };
      return [{ entry: screening.id, values }];
    });
  },
});
