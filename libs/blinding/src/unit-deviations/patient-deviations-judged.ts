import { defineEvent, oneOf, patientCode, record, uuid } from '@bali/schema';
import { Type } from 'typebox';

/** Number of deviations that one record has room for; a patient with more has several records. */
export const DEVIATIONS_IN_A_RECORD = 40;

/** What is said of one deviation of the unit. */
export const judgedDeviation = record(
  {
    record: uuid('the record of the cell therapy unit in which it is'),
    severity: oneOf('how severe it is', ['minor', 'major', 'critical']),
    perProtocol: oneOf('whether the patient stays in the per-protocol population', ['kept', 'excluded']),
  },
  'a deviation of the unit, as it was judged',
);

/** What was judged of what deviated for one patient; an empty list where nothing did. It belongs to the judgement before it. */
export const PatientDeviationsJudged = defineEvent('PatientDeviationsJudged', {
  schemaVersion: 1,
  about: 'what deviated in the cell therapy unit for a patient was judged',
  data: {
    patient: patientCode,
    judged: Type.Array(judgedDeviation, {
      description: 'what deviated, as it was judged; empty: nothing did',
      maxItems: DEVIATIONS_IN_A_RECORD,
    }),
  },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/patient', '/judged'],
  mayBeAnnulled: false,
  signedUnder: [],
  // It comes with the judgement that was asked for.
  command: undefined,
  sentence: ({ patient, judged }) =>
    judged.length === 0
      ? `nothing had deviated in the cell therapy unit for patient ${patient}`
      : `what deviated in the cell therapy unit for patient ${patient} was judged: ` +
        judged
          .map(
            ({ record: of, severity, perProtocol }) =>
              `record ${of}: ${severity}, ${perProtocol === 'kept' ? 'kept in' : 'excluded from'} the per-protocol population`,
          )
          .join('; '),
  sample: {
    patient: 'REI-001',
    judged: [{ record: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10', severity: 'critical', perProtocol: 'excluded' }],
  },
});
