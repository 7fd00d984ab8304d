import { AMPUTATION_LEVELS, onDate } from '@bali/protocol';
import { details, freeText, oneOf, optionalText, partialDate, side, uuid, words } from '@bali/schema';
import { Type } from 'typebox';
import { person } from '../data-queries/query-fields.js';
import { CAUSES_OF_DEATH } from '../end-of-participation/causes-of-death.js';
import type { PatientState } from '../patient/chart.js';
import { definePatientEvent, type PatientContext } from '../patient/define-patient-event.js';
import { endpointStands, judgedWhole, possibleDay } from './conditions.js';

/** Whose judgement it is: of one adjudicator, or of the committee that has met, which counts before those of its members. */
const ADJUDICATED_BY = ['one-adjudicator', 'committee'] as const;
const VERDICTS = ['happened', 'did-not-happen', 'not-assessable'] as const;

/**
 * What somebody who knows no arm and treats nobody judges of an amputation or a death. The entry of the site stays as it is; the
 * primary analysis takes what was judged. It is judged anew until the database is locked, and each person's last word counts.
 */
export const EndpointAdjudicated = definePatientEvent('EndpointAdjudicated', {
  schemaVersion: 1,
  about: 'an endpoint was adjudicated',
  data: {
    entry: uuid('id of the amputation or the death that is judged'),
    inNameOf: oneOf('whose judgement it is', ADJUDICATED_BY),
    verdict: oneOf('whether it happened', VERDICTS),
    side: Type.Optional({ ...side, description: 'of an amputation: the limb' }),
    level: Type.Optional(oneOf('of an amputation: the level; above the ankle it is major', AMPUTATION_LEVELS)),
    performedOn: Type.Optional(partialDate('of an amputation: when it was performed')),
    diedOn: Type.Optional(partialDate('of a death: its date')),
    cause: Type.Optional(oneOf('of a death: its cause', CAUSES_OF_DEATH)),
    rationale: Type.Optional(freeText('rationale')),
    adjudicatedBy: person('who judged it, or entered it for the committee'),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [endpointStands],
  whenMissing: undefined,
  once: undefined,
  conditions: [judgedWhole, possibleDay],
  rules: [],
  computed: { fields: ['adjudicatedBy'], followsItsEntry: false, from },
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'refused',
  changesRecord: false,
  // The next judgement takes its place.
  notCorrectable: [
    ...['/entry', '/inNameOf', '/verdict', '/side', '/level', '/performedOn', '/diedOn', '/cause', '/rationale'],
    '/adjudicatedBy',
  ],
  mayBeAnnulled: false,
  signedUnder: [{ signature: 'adjudication' }],
  command: { name: 'AdjudicateEndpoint', action: 'adjudicate-endpoint' },
  sentence: (data, { patient, show }) =>
    `${data.inNameOf === 'committee' ? 'the committee' : 'an adjudicator'} judged that the entry ${data.entry} of patient ` +
    `${patient} ${IN_WORDS[data.verdict]}${details(...found(data), optionalText('rationale', data.rationale, show))}`,
  sample: {
    entry: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
    inNameOf: 'one-adjudicator',
    verdict: 'happened',
    side: 'left',
    level: 'below-knee',
    performedOn: '2026-05-04',
    adjudicatedBy: 'u-040',
  },
});

const IN_WORDS: Readonly<Record<(typeof VERDICTS)[number], string>> = {
  happened: 'happened',
  'did-not-happen': 'did not happen',
  'not-assessable': 'cannot be judged by what is known',
};

interface Finding {
  readonly side?: string;
  readonly level?: string;
  readonly performedOn?: string;
  readonly diedOn?: string;
  readonly cause?: string;
}

function found({ side: of, level, performedOn, diedOn, cause }: Finding): readonly (string | undefined)[] {
  return [
    performedOn === undefined ? undefined : `amputation ${onDate(performedOn)}`,
    of === undefined ? undefined : `${of} side`,
    level === undefined ? undefined : `level ${words(level)}`,
    diedOn === undefined ? undefined : `death ${onDate(diedOn)}`,
    cause === undefined ? undefined : `cause: ${words(cause)}`,
  ];
}

function from(_: object, __: PatientState, { by }: PatientContext): { readonly adjudicatedBy: string } {
  return { adjudicatedBy: by ?? 'unknown' };
}
