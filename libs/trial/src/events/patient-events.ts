import { AMPUTATION_LEVELS, ELIGIBILITY_RANGES, HARVEST, MEASUREMENTS, VERDICTS } from '@bali/protocol';
import { type TSchema, Type } from 'typebox';
import { ADVERSE_EVENT_EVENTS } from './adverse-event-events.js';
import { describeEvent, type EventOf } from '@bali/schema';
import { PATIENT_UNBLINDING_EVENTS } from './unblinding-events.js';
import {
  answer,
  calendarDate,
  decimal,
  freeText,
  instant,
  line,
  oneOf,
  patientCode,
  record,
  side,
  siteCode,
  slotNumber,
  stratumCode,
  visitCode,
  whole,
} from '@bali/schema';

const infarction = (which: string) =>
  record({
    occurred: answer(`${which} in the history`),
    lastOn: Type.Optional(calendarDate('the latest one')),
  });

const eligibilityAnswers = record(
  {
    criticalLimbIschemia: answer('inclusion 1: critical limb ischemia'),
    noSurgicalOption: answer('inclusion 2: no possible surgical treatment'),
    ongoingInfection: answer('exclusion 1: ongoing infectious disease'),
    gangreneBeyondDigits: answer('exclusion 2: gangrene extending beyond the digits'),
    diabetes: record(
      {
        present: answer('diabetes mellitus'),
        hba1cPercent: Type.Optional(decimal('HbA1c, %', ELIGIBILITY_RANGES.hba1cPercent.fractionDigits)),
        proliferativeRetinopathy: answer('proliferative retinopathy'),
      },
      'exclusion 3: diabetes mellitus with HbA1c > 7.5 % or with proliferative retinopathy',
    ),
    malignantDisease: answer('exclusion 4: history of malignant disease'),
    anaesthesiaContraindication: answer('exclusion 5: contra-indication to general anaesthesia'),
    chronicHaemodialysis: answer('exclusion 6: chronic haemodialysis'),
    prothrombinTime: record(
      {
        percent: Type.Optional(
          decimal('prothrombin time, %', ELIGIBILITY_RANGES.prothrombinTimePercent.fractionDigits),
        ),
      },
      'exclusion 7: prothrombin time < 50 %',
    ),
    recentInfarction: record(
      { myocardial: infarction('myocardial infarction'), brain: infarction('brain infarction') },
      'exclusion 8: myocardial or brain infarction within the last 3 months',
    ),
    antithromboticContraindication: answer(
      'exclusion 9: contra-indication to modifying anti-platelet or anticoagulant therapy',
    ),
    heparinInducedThrombocytopenia: answer('exclusion 10: history of heparin-induced thrombocytopenia'),
    unexplainedHaematologicalAbnormality: answer('exclusion 11: unexplained haematological abnormality'),
  },
  'the answer to every criterion; a measured value that is missing was not measured',
);

export const NOT_DONE_REASONS = [
  'patient-refused',
  'patient-unable',
  'device-unavailable',
  'not-at-site',
  'other',
] as const;

export const AMPUTATION_INDICATIONS = ['ischemia', 'infection', 'trauma', 'other'] as const;
export const REVASCULARIZATION_PROCEDURES = [
  'bypass',
  'angioplasty',
  'stent',
  'endarterectomy',
  'thrombectomy',
  'other',
] as const;
export const CAUSES_OF_DEATH = [
  'cardiovascular',
  'cerebrovascular',
  'infection',
  'cancer',
  'procedure',
  'other',
  'unknown',
] as const;

/** A measurement is its value, or why it was not done; one that is absent is not entered yet. */
const measured = <Value extends TSchema>(value: Value) =>
  Type.Optional(Type.Union([record({ value }), record({ notDone: oneOf('why it was not done', NOT_DONE_REASONS) })]));

const { ankleBrachialIndex, tcPO2, toePressure } = MEASUREMENTS;

const onTheDayOfTheHarvest = {
  Harvested: describeEvent(
    'Harvested',
    'bone marrow was harvested',
    record({
      harvestedAt: instant('end of the harvest'),
      volumeMl: whole('volume of bone marrow, mL', HARVEST.plausibleVolumeMl.min, HARVEST.plausibleVolumeMl.max),
      anaesthesia: oneOf('the anaesthesia', ['general', 'regional', 'local']),
      complications: Type.Optional(freeText('complications of the harvest')),
    }),
  ),
  ProductReleased: describeEvent(
    'ProductReleased',
    'the cell therapy unit released the product for implantation',
    record({ releasedAt: instant('when it was released') }),
  ),
  Implanted: describeEvent(
    'Implanted',
    'the product was implanted',
    record({
      implantedAt: instant('end of the implantation'),
      limb: side,
      complications: Type.Optional(freeText('complications of the implantation')),
    }),
  ),
} as const;

const whatTheFollowUpFinds = {
  FollowUpAssessed: describeEvent(
    'FollowUpAssessed',
    'a follow-up visit took place',
    record({
      visit: visitCode('the visit, as the schedule names it'),
      assessedOn: calendarDate('when the patient was seen'),
      restPain: measured(oneOf('rest pain in the treated limb', ['yes', 'no'])),
      ulcers: measured(oneOf('ulcers of the treated limb', ['yes', 'no'])),
      ankleBrachialIndex: measured(
        decimal('ankle-brachial index of the treated limb', ankleBrachialIndex.fractionDigits),
      ),
      tcPO2: measured(whole('transcutaneous oxygen pressure of the treated limb, mmHg', tcPO2.min, tcPO2.max)),
      toePressure: measured(whole('toe pressure of the treated limb, mmHg', toePressure.min, toePressure.max)),
      comment: Type.Optional(freeText('comment')),
    }),
  ),
  Amputated: describeEvent(
    'Amputated',
    'the patient was amputated',
    record({
      performedOn: calendarDate('when it was performed'),
      side,
      level: oneOf('the level; above the ankle it is major', AMPUTATION_LEVELS),
      indication: oneOf('why', AMPUTATION_INDICATIONS),
      comment: Type.Optional(freeText('comment')),
    }),
  ),
  Revascularized: describeEvent(
    'Revascularized',
    'the patient was revascularized',
    record({
      performedOn: calendarDate('when it was performed'),
      side,
      procedure: oneOf('how', REVASCULARIZATION_PROCEDURES),
      comment: Type.Optional(freeText('comment')),
    }),
  ),
} as const;

const howParticipationEnds = {
  ConsentWithdrawn: describeEvent(
    'ConsentWithdrawn',
    'the patient withdrew consent',
    record({ withdrawnOn: calendarDate('when it was withdrawn') }),
  ),
  LostToFollowUp: describeEvent(
    'LostToFollowUp',
    'the patient was lost to follow-up',
    record({ lastContactOn: calendarDate('the last contact') }),
  ),
  FollowUpCompleted: describeEvent(
    'FollowUpCompleted',
    'the patient completed the follow-up',
    record({ completedOn: calendarDate('when it was completed') }),
  ),
  Died: describeEvent(
    'Died',
    'the patient died',
    record({
      diedOn: calendarDate('date of death'),
      cause: oneOf('cause of death', CAUSES_OF_DEATH),
      comment: Type.Optional(freeText('circumstances')),
    }),
  ),
} as const;

/** What happens to one patient: a stream of its own. */
export const PATIENT_EVENTS = {
  ConsentGiven: describeEvent(
    'ConsentGiven',
    'the patient gave informed consent',
    record({
      patient: patientCode,
      site: siteCode,
      yearOfBirth: whole('year of birth; never the full date', 1900, 2100),
      sex: oneOf('sex', ['female', 'male']),
      consentedOn: calendarDate('when the consent was signed'),
      informationVersion: line("version of the patient's information and consent form"),
    }),
  ),
  PatientScreened: describeEvent(
    'PatientScreened',
    'the patient was screened',
    record({
      screenedOn: calendarDate('when the screening was completed'),
      answers: eligibilityAnswers,
      verdict: oneOf('what the software computed from the answers', VERDICTS),
      failed: Type.Array(Type.String(), { description: 'the criteria that stand against the patient', maxItems: 13 }),
      notAssessed: Type.Array(Type.String(), { description: 'the criteria that could not be judged', maxItems: 13 }),
    }),
  ),
  EligibilityConfirmed: describeEvent(
    'EligibilityConfirmed',
    'the investigator confirmed that the patient is eligible',
    record({ screening: Type.String({ description: 'id of the screening that was judged', format: 'uuid' }) }),
  ),
  Randomized: describeEvent(
    'Randomized',
    'the patient was randomized',
    record({ stratum: stratumCode, slot: slotNumber }),
  ),
  ...onTheDayOfTheHarvest,
  ...whatTheFollowUpFinds,
  ...ADVERSE_EVENT_EVENTS,
  ...howParticipationEnds,
  PatientSignedOff: describeEvent(
    'PatientSignedOff',
    'the investigator signed off the record of the patient',
    record({ throughRevision: whole('the last revision of the record that is signed off', 0, 1_000_000) }),
  ),
  ...PATIENT_UNBLINDING_EVENTS,
} as const;

export type PatientEvent = EventOf<(typeof PATIENT_EVENTS)[keyof typeof PATIENT_EVENTS]>;
