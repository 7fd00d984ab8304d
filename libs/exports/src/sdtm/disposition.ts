import { all, type PatientState, screeningInForce } from '@bali/trial';
import type { Row } from '../model/dataset.js';
import { type Subject } from '../model/subject.js';
import { capitals, coded, codelist, text } from '../model/variables.js';
import { isScreenFailure } from './dm.js';
import { domain, type DomainRow } from './domain.js';

const CATEGORIES = codelist('DSCAT', 'Category of the disposition', [
  'PROTOCOL MILESTONE',
  'DISPOSITION EVENT',
  'OTHER EVENT',
]);

type Category = 'PROTOCOL MILESTONE' | 'DISPOSITION EVENT' | 'OTHER EVENT';

function row(
  entry: string,
  category: Category,
  on: string,
  [term, decode = term]: readonly [string, string?],
  more: Row = {},
): DomainRow {
  return { entry, values: { DSTERM: term, DSDECOD: decode, DSCAT: category, DSSTDTC: on, ...more } };
}

function milestones(state: PatientState): readonly DomainRow[] {
  const milestone = 'PROTOCOL MILESTONE';
  return [
    ...all(state, 'ConsentGiven').map(({ id, data }) =>
      row(id, milestone, data.consentedOn, ['INFORMED CONSENT OBTAINED']),
    ),
    ...all(state, 'ConsentRenewed').map(({ id, data }) =>
      row(id, milestone, data.renewedOn, ['INFORMED CONSENT RENEWED', 'INFORMED CONSENT OBTAINED']),
    ),
    ...all(state, 'EligibilityConfirmed').map(({ id, data, recordedAt }) =>
      row(id, milestone, data.confirmedOn ?? recordedAt, ['ELIGIBILITY CONFIRMED', 'ELIGIBILITY CRITERIA MET']),
    ),
    ...all(state, 'Randomized').map(({ id, data, recordedAt }) =>
      row(id, milestone, data.randomizedAt ?? recordedAt, ['RANDOMIZED']),
    ),
  ];
}

function endings(state: PatientState): readonly DomainRow[] {
  const event = 'DISPOSITION EVENT';
  const screening = isScreenFailure(state) ? screeningInForce(state) : undefined;
  return [
    ...(screening === undefined
      ? []
      : [
          row(screening.id, event, screening.data.screenedOn, [
            screenFailureTerm(screening.data.failed),
            'SCREEN FAILURE',
          ]),
        ]),
    ...all(state, 'FollowUpCompleted').map(({ id, data }) => row(id, event, data.completedOn, ['COMPLETED'])),
    ...all(state, 'LostToFollowUp').map(({ id, data }) => row(id, event, data.lastContactOn, ['LOST TO FOLLOW-UP'])),
    ...all(state, 'ConsentWithdrawn').map(({ id, data }) =>
      row(id, event, data.withdrawnOn, [
        `WITHDRAWAL OF CONSENT FROM ${capitals((data.from ?? ['treatment', 'follow-up']).join(', '))}`,
        'WITHDRAWAL BY SUBJECT',
      ]),
    ),
    ...all(state, 'Died').map(({ id, data }) => row(id, event, data.diedOn, ['DEATH'])),
  ];
}

function screenFailureTerm(failed: readonly string[]): string {
  return failed.length === 0 ? 'LEFT BEFORE THE RANDOMIZATION' : 'ELIGIBILITY CRITERIA NOT MET';
}

function others(state: PatientState): readonly DomainRow[] {
  const other = 'OTHER EVENT';
  return [
    ...all(state, 'PatientTransferred').map(({ id, data }) =>
      row(id, other, data.transferredOn, [
        `TRANSFERRED FROM SITE ${data.fromSite} TO SITE ${data.toSite}`,
        'TRANSFERRED TO ANOTHER SITE',
      ]),
    ),
    ...all(state, 'SamePerson').map(({ id, data }) =>
      row(id, other, data.knownOn, [`SAME PERSON AS ${data.sameAs}`, 'SAME PERSON UNDER TWO CODES']),
    ),
    ...all(state, 'ImplantationNotDone').map(({ id, data }) =>
      row(id, other, data.knownOn, [`IMPLANTATION NOT DONE: ${capitals(data.why)}`, 'STUDY TREATMENT NOT GIVEN']),
    ),
    ...all(state, 'PatientUnblinded').map(({ id, data, recordedAt }) =>
      row(id, other, recordedAt, [`${capitals(data.kind)} UNBLINDING`, 'TREATMENT UNBLINDED']),
    ),
  ];
}

/** Disposition: milestones, how the participation ended, and what else befell it. */
export const DS = domain('DS', {
  ...{ label: 'Disposition', kind: 'EVENTS', structure: 'One record per disposition status or milestone per subject' },
  ...{ keys: ['DSDECOD', 'DSSTDTC', 'DSSEQ'], timing: 'interval' },
  variables: [
    text('DSTERM', 'Reported Term for the Disposition Event', 120, 'Derived', {
      isMandatory: true,
      explanation: 'What the kind of the entry says, with what it was entered with.',
    }),
    text('DSDECOD', 'Standardized Disposition Term', 40, 'Assigned', { isMandatory: true }),
    coded('DSCAT', 'Category for Disposition Event', CATEGORIES, 'Assigned', { isMandatory: true }),
  ],
  rowsOf: ({ state }: Subject) => [...milestones(state), ...endings(state), ...others(state)],
});
