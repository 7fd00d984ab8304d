import { FOLLOW_UP_VISITS, plusDays, plusMonths, SITES } from '@bali/protocol';
import type { EventType } from '@bali/trial';
import { History } from './history.js';

/** Answers of someone who is eligible. */
export const ELIGIBLE_ANSWERS = {
  criticalLimbIschemia: 'yes',
  noSurgicalOption: 'yes',
  ongoingInfection: 'no',
  gangreneBeyondDigits: 'no',
  diabetes: { present: 'yes', hba1cPercent: '7.5', proliferativeRetinopathy: 'no' },
  malignantDisease: 'no',
  anaesthesiaContraindication: 'no',
  chronicHaemodialysis: 'no',
  prothrombinTime: { percent: '50' },
  recentInfarction: { myocardial: { occurred: 'no' }, brain: { occurred: 'yes', lastOn: '2005-04-01' } },
  antithromboticContraindication: 'no',
  heparinInducedThrombocytopenia: 'no',
  unexplainedHaematologicalAbnormality: 'no',
} as const;

/** What becomes of a sample patient. */
export interface SampleCourse {
  readonly patient: string;
  readonly consentedOn: string;
  readonly verdict: 'eligible' | 'not-eligible' | 'not-yet-decidable';
  /** How many of: randomized, harvested, released, implanted. */
  readonly steps: number;
  readonly visits: number;
  readonly amputation?: 'toe' | 'below-knee';
  readonly ending?: 'Died' | 'ConsentWithdrawn' | 'LostToFollowUp' | 'FollowUpCompleted';
  readonly adverseEvents: number;
  readonly corrected: boolean;
}

type Step = readonly [type: EventType, data: object];

/** The trial registered and all its sites opened. */
export function openedTrial(): History {
  const history = new History();
  history.trial('TrialRegistered', {
    registryId: 'NCT00904501',
    acronym: 'BALI',
    title: 'Bone marrow Autograft in Limb Ischemia',
    sponsor: 'CHU de Reims',
    protocolVersion: '1.0',
    recruitmentTarget: 110,
    visits: FOLLOW_UP_VISITS,
    registeredOn: '2009-05-01',
  });
  for (const { code, name, city, timeZone } of SITES) {
    history.trial('SiteOpened', { site: code, name, city, timeZone, openedOn: '2009-05-04' });
  }
  return history;
}

/** The events of a course, in the order in which they happen. */
function eventsOf(course: SampleCourse): readonly Step[] {
  const { patient, consentedOn, verdict } = course;
  const day = plusDays(consentedOn, 10);
  const screening = {
    screenedOn: plusDays(consentedOn, 1),
    answers: ELIGIBLE_ANSWERS,
    verdict,
    failed: verdict === 'not-eligible' ? ['ongoingInfection', 'malignantDisease'] : [],
    notAssessed: verdict === 'not-yet-decidable' ? ['prothrombinTime'] : [],
  };
  const site = patient.slice(0, 3);
  const consent = { patient, site, yearOfBirth: 1940, sex: 'female', consentedOn, informationVersion: '2' };
  const steps: Step[] = [
    ['Randomized', { stratum: 'ALL', slot: Number(patient.slice(4)) }],
    ['Harvested', { harvestedAt: `${day}T09:30:00+02:00`, volumeMl: 500, anaesthesia: 'general' }],
    ['ProductReleased', { releasedAt: `${day}T12:00:00+02:00` }],
    ['Implanted', { implantedAt: `${day}T15:00:00+02:00`, limb: 'left' }],
  ];
  return [
    ['ConsentGiven', consent],
    ['PatientScreened', screening],
    ...(verdict === 'eligible' ? steps.slice(0, course.steps) : []),
    ...adverseEvents(course),
    ...(verdict === 'eligible' && course.steps === steps.length ? followUp(course, day) : []),
  ];
}

function adverseEvents({ consentedOn, adverseEvents: count }: SampleCourse): readonly Step[] {
  return Array.from({ length: count }, (_, index) => [
    'AdverseEventReported',
    {
      number: index + 1,
      term: 'Haematoma',
      startedOn: plusDays(consentedOn, 11),
      severity: 'mild',
      seriousness: [],
      relatedTo: 'harvest',
      outcome: 'recovering',
    },
  ]);
}

function followUp({ visits, amputation, ending }: SampleCourse, implantedOn: string): readonly Step[] {
  const assessed = FOLLOW_UP_VISITS.slice(0, visits).map(({ code, monthsAfterImplantation }): Step => [
    'FollowUpAssessed',
    {
      visit: code,
      assessedOn: plusMonths(implantedOn, monthsAfterImplantation),
      vitalStatus: 'alive',
      limbs: { left: { amputated: 'no' }, right: { amputated: 'no' } },
      informant: 'examination',
      restPain: { value: 'yes' },
      ulcers: { value: 'no' },
      ankleBrachialIndex: { value: '0.42' },
      tcPO2: { value: 28 },
      toePressure: { notDone: 'device-unavailable' },
    },
  ]);
  const performedOn = plusMonths(implantedOn, 2);
  const on = plusMonths(implantedOn, visits * 2 + 1);
  const endings: Record<NonNullable<SampleCourse['ending']>, object> = {
    Died: { diedOn: on, cause: 'cardiovascular' },
    ConsentWithdrawn: { withdrawnOn: on, from: ['treatment', 'follow-up'] },
    LostToFollowUp: { lastContactOn: on },
    FollowUpCompleted: { completedOn: on },
  };
  return [
    ...assessed,
    ...(amputation === undefined
      ? []
      : [['Amputated', { performedOn, side: 'left', level: amputation, indication: 'ischemia' }] as const]),
    ...(ending === undefined ? [] : [[ending, endings[ending]] as const]),
  ];
}

/** Writes courses one after another, or event by event in turns. */
export function play(history: History, courses: readonly SampleCourse[], inTurns = false): History {
  const open = courses.map((course) => ({ course, events: [...eventsOf(course)] }));
  while (open.some(({ events }) => events.length > 0)) {
    for (const { course, events } of open) {
      for (const [type, data] of events.splice(0, inTurns ? 1 : events.length)) {
        const record = history.patient(course.patient, type, data);
        if (type === 'ConsentGiven' && course.corrected) correctYearOfBirth(history, course.patient, record.id);
      }
    }
  }
  return history;
}

function correctYearOfBirth(history: History, patient: string, correctedEvent: string): void {
  history.patient(
    patient,
    'DataCorrected',
    {
      correctedEvent,
      correctedType: 'ConsentGiven',
      field: '/yearOfBirth',
      oldValue: 1940,
      newValue: 1941,
      computed: false,
    },
    { reason: 'read wrongly from the identity card' },
  );
}
