import { instant, oneOf, partialDate, patientCode, record, siteCode, visitCode } from '@bali/schema';
import { FOUND_KINDS, REPORTED_KINDS } from '@bali/trial';
import type { ListedDeviation, Page, WithTexts } from '@bali/queries';
import { Type } from 'typebox';
import { type DocumentedAnswer, eventIdentifier, pageOf, text, TEXTS_BY_HASH, yesOrNo } from '../answers/answers.js';
import { EXAMPLE_HARVEST } from '../answers/example-facts.js';

const optional = Type.Optional;

export const DEVIATION_KINDS = [...Object.keys(FOUND_KINDS), ...REPORTED_KINDS];

export const DEVIATIONS_ANSWER: DocumentedAnswer<Page<WithTexts<ListedDeviation>>> = {
  description: 'Deviations as the records show them now, patient by patient. A page ends with a patient',
  schema: pageOf(
    record({
      patient: patientCode,
      site: siteCode,
      key: text('what names it as long as it stands: what an assessment is given for'),
      kind: oneOf('what it is', DEVIATION_KINDS),
      source: oneOf('whether the software found it, or somebody entered it', ['found', 'reported']),
      says: text('what it is, in words'),
      on: partialDate('the day of it, as far as it is known'),
      records: Type.Array(eventIdentifier('an entry'), {
        description: 'the entries that make it: once they are put right, it is gone',
      }),
      visit: optional(visitCode('the visit that it is about')),
      isCritical: yesOrNo('whether the protocol itself calls it critical'),
      description: optional(text('hash of the description, where somebody entered it')),
      assessment: optional(
        record(
          {
            event: eventIdentifier('the event'),
            at: instant('when it was assessed'),
            by: text('who assessed it: the user id'),
            severity: oneOf('how severe it is', ['minor', 'major', 'critical']),
            perProtocol: oneOf('whether the patient stays in the per-protocol population', ['kept', 'excluded']),
            rationale: optional(text('hash of the rationale')),
          },
          'the last assessment by the sponsor; absent: it waits for one',
        ),
      ),
      texts: TEXTS_BY_HASH,
    }),
  ),
  example: {
    items: [
      {
        ...{ patient: 'REI-001', site: 'REI', key: 'visit-out-of-window:M1', kind: 'visit-out-of-window' },
        ...{ source: 'found', says: FOUND_KINDS['visit-out-of-window'], on: '2011-05-20', visit: 'M1' },
        ...{ records: [EXAMPLE_HARVEST.id], isCritical: false, texts: {} },
      },
    ],
  },
};
