import { uuid } from '@bali/schema';
import { definePatientEvent, type PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';

const erratumRecorded: PatientCondition = {
  says: 'there is such an erratum of this patient',
  refuses: ({ errata = [] }, _, { erratum }: { readonly erratum: string }) =>
    errata.some(({ id }) => id === erratum)
      ? undefined
      : refusal('erratum-unknown', 'There is no such erratum of this patient.', '/erratum'),
};

/** An erratum is reported to the sponsor by being recorded; this says that somebody there has taken note of it. */
export const ErratumAcknowledged = definePatientEvent('ErratumAcknowledged', {
  schemaVersion: 1,
  about: 'the sponsor took note of an erratum',
  data: { erratum: uuid('id of the erratum') },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [erratumRecorded],
  whenMissing: undefined,
  once: {
    per: 'erratum',
    code: 'already-recorded',
    sentence: () => 'The sponsor took note of this erratum already.',
    field: '/erratum',
  },
  conditions: [],
  rules: [],
  computed: undefined,
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: false,
  notCorrectable: ['/erratum'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'AcknowledgeErratum', action: 'acknowledge-erratum' },
  sentence: ({ erratum }, { patient }) => `the sponsor took note of the erratum ${erratum} of patient ${patient}`,
  sample: { erratum: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10' },
});
