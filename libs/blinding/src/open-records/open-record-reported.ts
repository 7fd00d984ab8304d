import { calendarDate, defineEvent, oneOf, patientCode, uuid, words } from '@bali/schema';

/**
 * What the unblinded safety officer concluded of a serious adverse event in an open record: it stands here alone, as the record does, and
 * meets its clocks. Why is said in the reason.
 */
export const OpenRecordReported = defineEvent('OpenRecordReported', {
  schemaVersion: 1,
  about: 'what came of a serious adverse event that was recorded because of the arm was documented',
  data: {
    patient: patientCode,
    record: uuid('the open record'),
    conclusion: oneOf('what came of it', ['reported', 'not-to-be-reported']),
    concludedOn: calendarDate('the day on which it was sent, or on which it was decided'),
  },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/patient', '/record'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'DocumentOpenRecord', action: 'document-case-outcome' },
  sentence: ({ patient, record, conclusion, concludedOn }) =>
    `the serious adverse event of patient ${patient} in the open record ${record} was concluded on ${concludedOn}: ` +
    words(conclusion),
  sample: {
    patient: 'REI-001',
    record: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
    conclusion: 'reported',
    concludedOn: '2026-11-12',
  },
});
