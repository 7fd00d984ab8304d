import { CRITERIA, isMajorAmputation } from '@bali/protocol';
import type { PatientEvent } from '@bali/trial';
import { details, listed, moment, optionalText, type Phrases, words } from './words.js';

export const PATIENT_PHRASES: Phrases<PatientEvent['type']> = {
  ConsentGiven: (data) =>
    `patient ${data.patient} (${data.sex}, born in ${data.yearOfBirth}) gave informed consent at ${data.site} on ` +
    `${data.consentedOn} (information version ${data.informationVersion})`,
  PatientScreened: (data, { patient }) =>
    `patient ${patient} was screened on ${data.screenedOn} and is ${words(data.verdict)}` +
    details(criteria('against', data.failed), criteria('not assessed', data.notAssessed)),
  EligibilityConfirmed: (data, { patient }) =>
    `the investigator confirmed that patient ${patient} is eligible (screening ${data.screening})`,
  Randomized: (data, { patient }) => `patient ${patient} was randomized (stratum ${data.stratum}, slot ${data.slot})`,
  Harvested: (data, { patient, show }) =>
    `${data.volumeMl} mL of bone marrow were harvested from patient ${patient} under ${data.anaesthesia} anaesthesia ` +
    `on ${moment(data.harvestedAt)}${details(optionalText('complications', data.complications, show))}`,
  ProductReleased: (data, { patient }) =>
    `the product for patient ${patient} was released for implantation on ${moment(data.releasedAt)}`,
  Implanted: (data, { patient, show }) =>
    `the product was implanted into the ${data.limb} limb of patient ${patient} on ${moment(data.implantedAt)}` +
    details(optionalText('complications', data.complications, show)),
  FollowUpAssessed: (data, { patient, show }) =>
    `patient ${patient} was assessed at visit ${data.visit} on ${data.assessedOn}: ` +
    listed([
      `rest pain ${measured(data.restPain)}`,
      `ulcers ${measured(data.ulcers)}`,
      `ankle-brachial index ${measured(data.ankleBrachialIndex)}`,
      `TcPO2 ${measured(data.tcPO2, 'mmHg')}`,
      `toe pressure ${measured(data.toePressure, 'mmHg')}`,
    ]) +
    details(optionalText('comment', data.comment, show)),
  Amputated: (data, { patient, show }) =>
    `patient ${patient} had a ${isMajorAmputation(data.level) ? 'major' : 'minor'} amputation on ${data.performedOn}: ` +
    `${data.side} side, level ${words(data.level)}, because of ${words(data.indication)}` +
    details(optionalText('comment', data.comment, show)),
  Revascularized: (data, { patient, show }) =>
    `patient ${patient} was revascularized on ${data.performedOn}: ${data.side} side, ${words(data.procedure)}` +
    details(optionalText('comment', data.comment, show)),
  AdverseEventReported: (data, { patient, show }) =>
    `patient ${patient} had adverse event ${data.number}, “${data.term}”, since ${data.startedOn}: ${data.severity}, ` +
    `${serious(data.seriousness)}, ${relation(data.relatedTo)}, outcome ${words(data.outcome)}` +
    details(ended(data.endedOn), optionalText('narrative', data.narrative, show)),
  AdverseEventFollowedUp: (data, { patient, show }) =>
    `there is news of ${data.assessedOn} of adverse event ${data.number} of patient ${patient}: ` +
    `${serious(data.seriousness)}, outcome ${words(data.outcome)}` +
    details(ended(data.endedOn), optionalText('narrative', data.narrative, show)),
  ConsentWithdrawn: (data, { patient }) => `patient ${patient} withdrew consent on ${data.withdrawnOn}`,
  LostToFollowUp: (data, { patient }) =>
    `patient ${patient} was lost to follow-up; the last contact was on ${data.lastContactOn}`,
  FollowUpCompleted: (data, { patient }) => `patient ${patient} completed the follow-up on ${data.completedOn}`,
  Died: (data, { patient, show }) =>
    `patient ${patient} died on ${data.diedOn}` +
    details(`cause: ${words(data.cause)}`, optionalText('circumstances', data.comment, show)),
  PatientSignedOff: (data, { patient }) =>
    `the investigator signed off the record of patient ${patient} through revision ${data.throughRevision}`,
  PatientUnblinded: (data, { patient }) =>
    `the arm of patient ${patient} was disclosed to ${data.shownTo}, and to nobody else (${data.kind} unblinding)`,
  UnblindingImpactAssessed: (data, { patient, show }) =>
    `the impact of the unblinding of patient ${patient} was assessed: ${words(data.impact)}` +
    details(optionalText('assessment', data.assessment, show)),
};

function criteria(what: string, ids: readonly string[]): string | undefined {
  const named = ids.map((id) => {
    const criterion = CRITERIA.find((other) => other.id === id);
    return criterion === undefined ? id : `${criterion.kind} criterion ${criterion.number}, ${criterion.sentence}`;
  });
  return named.length === 0 ? undefined : `${what}: ${named.join('; ')}`;
}

type Measured = { readonly value: string | number } | { readonly notDone: string } | undefined;

function measured(measurement: Measured, unit?: string): string {
  if (measurement === undefined) return 'not entered';
  if ('notDone' in measurement) return `not done (${words(measurement.notDone)})`;
  return unit === undefined ? String(measurement.value) : `${measurement.value} ${unit}`;
}

function serious(seriousness: readonly string[]): string {
  return seriousness.length === 0 ? 'not serious' : `serious (${seriousness.map(words).join(', ')})`;
}

function relation(relatedTo: string): string {
  if (relatedTo === 'not-related') return 'not related to the trial';
  return relatedTo === 'not-assessable' ? 'relation not assessable' : `possibly due to the ${words(relatedTo)}`;
}

function ended(endedOn: string | undefined): string | undefined {
  return endedOn === undefined ? undefined : `ended on ${endedOn}`;
}
