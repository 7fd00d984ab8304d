import {
  calendarDate,
  defineEvent,
  details,
  freeText,
  instant,
  line,
  oneOf,
  patientCode,
  record,
  saidInWords,
  uuid,
  whole,
} from '@bali/schema';
import { Type } from 'typebox';

/** What is sent of a case, or that nothing is: whichever arm it is, as much is recorded. */
const SENDINGS = ['initial', 'additional-information', 'follow-up', 'nullification', 'none'] as const;

const decision = record(
  {
    decidedOn: calendarDate('when it was decided'),
    conclusion: oneOf('whether the case is reported, once it is known what was given', [
      'to-be-reported',
      'not-to-be-reported',
    ]),
  },
  'what was decided of the case, with what was given in mind',
);

const sending = record(
  {
    sentAt: instant('when it was sent; where nothing is sent, when that was clear'),
    kind: oneOf('what was sent', SENDINGS),
    to: oneOf('to whom it was sent', ['authorities', 'ethics-committees', 'investigators', 'nobody']),
    reference: Type.Optional(line('the number under which it was sent')),
  },
  'a report that was sent, or that nothing is to be sent',
);

const receipt = record(
  {
    sending: uuid('the record of what was sent'),
    receivedAt: instant('when the answer came; where none is expected, when that was clear'),
    answer: oneOf('the answer', ['acknowledged', 'rejected', 'none-expected']),
    reference: Type.Optional(line('the number that the receiver gave to it')),
  },
  'the receipt for what was sent',
);

const takenBack = record({ record: uuid('the record that was wrong') }, 'a record of the case that is taken back');

/**
 * What came of a case that was handed over for a report, recorded by whoever may know the arm for it: here alone, for what was sent tells
 * what was given. Exactly one of its groups is there. The trial ledger says that the case was handed over, and when it is closed.
 */
export const CaseOutcomeRecorded = defineEvent('CaseOutcomeRecorded', {
  schemaVersion: 1,
  about: 'what came of a case that was handed over for a report was recorded',
  data: {
    patient: patientCode,
    number: whole("the adverse event's number for this patient, from 1", 1, 10_000),
    decision: Type.Optional(decision),
    sending: Type.Optional(sending),
    receipt: Type.Optional(receipt),
    takenBack: Type.Optional(takenBack),
    text: Type.Optional(freeText('what there is to say of it')),
  },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/patient', '/number'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RecordCaseOutcome', action: 'document-case-outcome' },
  sentence: ({ patient, number, text, ...groups }, about) =>
    `of the case of adverse event ${number} of patient ${patient} it was recorded: ` +
    Object.entries(groups)
      .map(([group, said]) => `${GROUPS[group] ?? group} (${saidInWords(said, about)})`)
      .join('; ') +
    details(text === undefined ? undefined : about.show(text)),
  sample: {
    patient: 'REI-001',
    number: 1,
    decision: { decidedOn: '2026-03-24', conclusion: 'to-be-reported' },
    text: 'cd'.repeat(32),
  },
});

const GROUPS: Readonly<Record<string, string>> = { takenBack: 'taken back' };
