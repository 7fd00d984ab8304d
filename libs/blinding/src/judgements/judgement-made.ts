import {
  calendarDate,
  defineEvent,
  details,
  freeText,
  line,
  oneOf,
  patientCode,
  record,
  saidInWords,
  uuid,
  visitCode,
  whole,
} from '@bali/schema';
import { pendingRequest as request } from '@bali/trial';
import { Type } from 'typebox';

const OPINIONS = ['yes', 'no', 'not-assessable'] as const;

/** Of an adverse event that is reported already: what an investigator judges of it. */
const adverseEvent = record(
  {
    number: whole("the adverse event's number for this patient, from 1", 1, 10_000),
    severity: oneOf('severity', ['mild', 'moderate', 'severe']),
    relatedTo: oneOf('what it may be due to', [
      'not-related',
      'harvest',
      'anaesthesia',
      'implantation-procedure',
      'implanted-product',
      'not-assessable',
    ]),
    expected: oneOf('whether it was expected of what was implanted', OPINIONS),
  },
  'what is judged of an adverse event',
);

/** What was found in a limb, as words: beside a blinded visit it is read, and never counted with it. */
const findings = record(
  {
    foundOn: calendarDate('when the patient was seen'),
    visit: Type.Optional(visitCode('the visit of the schedule, if it was one')),
    restPain: Type.Optional(oneOf('rest pain in the index limb', OPINIONS)),
    ulcers: Type.Optional(oneOf('ulcers of the index limb', OPINIONS)),
    ankleBrachialIndex: Type.Optional(line('ankle-brachial index of the index limb, as it was read')),
    tcPO2: Type.Optional(line('transcutaneous oxygen pressure of the index limb, as it was read')),
    toePressure: Type.Optional(line('toe pressure of the index limb, as it was read')),
  },
  'what was found in the index limb',
);

const causeOfDeath = record(
  {
    cause: oneOf('cause of death', [
      'cardiovascular',
      'cerebrovascular',
      'infection',
      'cancer',
      'procedure',
      'other',
      'unknown',
    ]),
  },
  'what is judged of a death',
);

const impact = record(
  {
    unblinding: uuid('id of the unblinding'),
    on: oneOf('what the unblinding has an impact on', [
      'none',
      'treatment-changed',
      'endpoint-assessment-affected',
      'other-patients-affected',
    ]),
  },
  'what is judged of the impact of an unblinding',
);

const correction = record(
  {
    correctedEvent: uuid('the entry of which a value is judged to be wrong'),
    field: line('the field'),
    shouldBe: line('what it should be'),
  },
  'a value that is judged to be wrong',
);

const remark = record(
  { about: oneOf('what it is about', ['deviation', 'adjudication', 'other']) },
  'anything else that is judged, in the text',
);

/**
 * What somebody judges of a patient whose arm they were told: kept for the time after the trial's unblinding, beside what somebody
 * blinded has judged. Exactly one of its groups is there.
 */
export const JudgementMade = defineEvent('JudgementMade', {
  schemaVersion: 1,
  about: 'somebody who was told the arm of a patient judged something',
  data: {
    patient: patientCode,
    adverseEvent: Type.Optional(adverseEvent),
    findings: Type.Optional(findings),
    causeOfDeath: Type.Optional(causeOfDeath),
    impact: Type.Optional(impact),
    correction: Type.Optional(correction),
    remark: Type.Optional(remark),
    text: Type.Optional(freeText('what there is to say of it')),
    request,
  },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/patient', '/request'],
  mayBeAnnulled: false,
  // The signature is of the event in the trial ledger; here it is kept in the request until that is recorded.
  signedUnder: [],
  command: { name: 'SealJudgement', action: 'seal-judgement' },
  sentence: ({ patient, request: _, text, ...groups }, about) =>
    `something of patient ${patient} was judged by the person, who had been told the arm: ` +
    Object.entries(groups)
      .map(([group, judged]) => `${IN_WORDS[group] ?? group}: ${saidInWords(judged, about)}`)
      .join('; ') +
    details(text === undefined ? undefined : about.show(text)),
  sample: {
    patient: 'REI-001',
    adverseEvent: { number: 1, severity: 'moderate', relatedTo: 'implanted-product', expected: 'no' },
    text: 'cd'.repeat(32),
    request: {
      commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a',
      signature: { meaning: 'sealed judgement', method: 'password' },
    },
  },
});

const IN_WORDS: Readonly<Record<string, string>> = {
  adverseEvent: 'adverse event',
  causeOfDeath: 'cause of death',
  impact: 'impact of the unblinding',
};
