/** What a signature says (21 CFR 11.50(a)(3)), and the rule that asks for it. */
export interface SignatureMeaning {
  readonly title: string;
  /** The sentence that the signer is shown and that stands in the record. */
  readonly meaning: string;
  /** The rule that asks for it. */
  readonly source: string;
}

/**
 * What is signed. A meaning never changes: it stands in records, and they are verified against this table for 25 years. A
 * better sentence is a new row, and the old one keeps its events for reading. Which events stand under it is said by each
 * event (`signedUnder`).
 */
export const MEANINGS = {
  eligibility: {
    title: 'Eligibility',
    meaning:
      'I have judged this patient against every criterion of the protocol and confirm that the patient is eligible.',
    source: 'ICH E6(R3) 2.7: medical decisions are an investigator’s',
  },
  randomization: {
    title: 'Randomization',
    meaning: 'I have this patient, who is eligible and has consented, randomized in the trial.',
    source: 'ICH E6(R3) 2.7: medical decisions are an investigator’s',
  },
  'product-release': {
    title: 'Release of the product',
    meaning: 'I release the product that was prepared for this patient for implantation.',
    source: '21 CFR 11.10(g): authority for each operation',
  },
  'serious-adverse-event': {
    title: 'Serious adverse event',
    meaning: 'I report this serious adverse event and answer for what the report says.',
    source: 'ICH E2A, II.B: seriousness',
  },
  'sponsor-assessment': {
    title: "Sponsor's assessment of a serious adverse event",
    meaning:
      'I have assessed this serious adverse event for the sponsor, as if cells had been given and without knowing the arm, and answer ' +
      'for causality and expectedness.',
    source: "Regulation (EU) 536/2014, Annex III: the sponsor's own assessment, beside the investigator's",
  },
  annulment: {
    title: 'Annulment of a signed entry',
    meaning:
      'I annul this signed entry: it was entered for the wrong patient, or twice, or what it says did not happen.',
    source: 'ICH E6(R3) 4.2.4: corrections are attributed, justified and timely',
  },
  'annulment-request': {
    title: 'Request of an annulment by two people',
    meaning:
      'I ask for the annulment of these entries: they were entered for the wrong patient, or twice, or what they say did not happen.',
    source: 'ICH E6(R3) 4.2.4: corrections are attributed, justified and timely',
  },
  erratum: {
    title: 'Erratum after the unblinding of the trial',
    meaning:
      'I authorise this erratum: what it says was wrong in the locked record, which stays as it is. The sponsor is told.',
    source:
      'ICH E6(R3) 3.16.2(e): a change after unblinding is exceptional, justified, authorised by the investigator and reported',
  },
  'sign-off': {
    title: "Sign-off of a patient's record",
    meaning: 'I have reviewed the whole record of this patient and confirm that it is complete and correct.',
    source: "EMA 2023, 6.3: the investigator's sign-off",
  },
  'card-opening': {
    title: 'Opening of a sealed card',
    meaning: 'I opened this sealed card while the system was down, and answer for what I say of it.',
    source: 'ICH E6(R3) 4.1.4: the randomization is documented whichever way it was made',
  },
  'unit-statement': {
    title: 'Statement of the cell therapy unit',
    meaning:
      'I state for the cell therapy unit, about all randomized patients together: what the unit has recorded is complete and true as far as ' +
      'the unit knows, and the database can be locked.',
    source: 'ICH E6(R3) 3.16.1(r): restrict editing before the final analysis and unblinding',
  },
  'database-lock': {
    title: 'Lock of the database',
    meaning:
      'I lock the database: every randomized patient is signed off, and nothing is recorded or corrected any more.',
    source: 'ICH E6(R3) 3.16.1(r): restrict editing before the final analysis and unblinding',
  },
  'database-unlock': {
    title: 'Unlock of the database',
    meaning: 'I unlock the database for the reason that I give, so that data can be recorded and corrected again.',
    source: 'ICH E6(R3) 3.16.1(r): restrict editing before the final analysis and unblinding',
  },
  'emergency-unblinding': {
    title: 'Emergency unblinding',
    meaning:
      'I have the arm of this patient disclosed to me, since the care of the patient in an emergency depends on it.',
    source: 'ICH E6(R3) 3.15.2(d): identify the product of one patient in an emergency',
  },
  'planned-unblinding': {
    title: 'Planned unblinding of a patient',
    meaning:
      'I have the arm of this patient, whose 6 months are over and whose record is signed off, disclosed to me as planned.',
    source: 'ICH E6(R3) 4.1.4: unblinding, planned or not, is documented',
  },
  'sealed-judgement': {
    title: 'Sealed judgement',
    meaning:
      'I was told the arm of this patient. What I judge is sealed until the trial is unblinded, and I answer for it.',
    source: 'ICH E6(R3) 3.16.1(g): who knows the treatment does not assess the endpoint',
  },
  adjudication: {
    title: 'Adjudication of an endpoint',
    meaning:
      'I have judged this endpoint by what is documented of it, without knowing what the patient was given, and answer for it.',
    source: 'ICH E9, 2.3.1 and 5.3: endpoints are judged by people who know no arm',
  },
  'unit-deviations': {
    title: "Judgement of the unit's deviations",
    meaning:
      'I have judged what deviated in the cell therapy unit, without outcome data of any patient, and answer for the choice of those who are kept in the ' +
      'per-protocol population.',
    source: 'ICH E9, 5.2.2: who is in the per-protocol population is decided before anybody sees results by arm',
  },
  'trial-unblinding': {
    title: 'Unblinding of the trial',
    meaning: 'I unblind the trial: the database is locked, and the arms may be known for its analysis.',
    source: 'ICH E6(R3) 4.1.4: unblinding, planned or not, is documented',
  },
} as const satisfies Record<string, SignatureMeaning>;

export type SignatureId = keyof typeof MEANINGS;
