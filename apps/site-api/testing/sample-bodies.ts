import { FOLLOW_UP_VISITS, RECRUITMENT_TARGET, SITES, TRIAL } from '@bali/protocol';
import { ELIGIBLE_ANSWERS } from '@bali/trial';

const [REIMS] = SITES;

const NOT_AMPUTATED = { amputated: 'no' } as const;
const ALIVE_UNAMPUTATED = { vitalStatus: 'alive', limbs: { left: NOT_AMPUTATED, right: NOT_AMPUTATED } } as const;

/** Bodies that are accepted in their place of a course that begins in February and ends in September 2011. */
export const BODIES = {
  registration: {
    registryId: TRIAL.id,
    acronym: TRIAL.acronym,
    title: TRIAL.title,
    sponsor: TRIAL.sponsor,
    protocolVersion: '1.0',
    recruitmentTarget: RECRUITMENT_TARGET.registered,
    visits: FOLLOW_UP_VISITS,
    registeredOn: '2009-05-15',
  },
  opening: {
    site: REIMS?.code,
    name: REIMS?.name,
    city: REIMS?.city,
    timeZone: REIMS?.timeZone,
    openedOn: '2009-06-01',
  },
  consent: {
    site: 'REI',
    yearOfBirth: 1944,
    sex: 'male',
    consentedOn: '2011-02-14',
    informationVersion: '2.1',
    keepingOfCells: 'yes',
    vitalStatusFromPublicSource: 'yes',
  },
  screening: {
    screenedOn: '2011-02-16',
    answers: { ...ELIGIBLE_ANSWERS, recentInfarction: { myocardial: { occurred: 'no' }, brain: { occurred: 'no' } } },
  },
  baseline: {
    assessedOn: '2011-02-16',
    indexLimb: 'left',
    amputatedAboveAnkle: [],
    restPain: { value: 'yes' },
    restPainScore: { value: 7 },
    analgesics: { value: 'weak-opioid' },
    ulcers: { value: 'yes' },
    largestUlcerMm: { value: 12 },
    rutherfordClass: { value: 5 },
    ankleBrachialIndex: { value: '0.38' },
    tcPO2: { value: 15 },
    toePressure: { notDone: 'device-unavailable' },
    smoking: 'former',
    diabetes: 'none',
    earlierRevascularization: 'surgical',
    serology: { hiv: 'negative', hepatitisB: 'negative', hepatitisC: 'negative', syphilis: 'negative' },
  },
  randomization: {},
  harvest: { harvestedAt: '2011-03-02T09:30:00+01:00', volumeMl: 500, anaesthesia: 'general', bloodTube: 'sent' },
  release: {
    releasedAt: '2011-03-02T13:00:00+01:00',
    read: { patient: 'REI-001', label: 'REI-001-SZ4XPD8T' },
  },
  acknowledgement: { acknowledgedAt: '2011-03-10T09:00:00+01:00' },
  implantationNotDone: { knownOn: '2011-03-02', why: 'fever' },
  implantation: { implantedAt: '2011-03-02T15:10:00+01:00', limb: 'left' },
  visit: {
    visit: 'M1',
    assessedOn: '2011-04-04',
    ...ALIVE_UNAMPUTATED,
    informant: 'examination',
    restPain: { value: 'yes' },
    ulcers: { value: 'no' },
    ankleBrachialIndex: { value: '0.45' },
    tcPO2: { value: 28 },
    toePressure: { notDone: 'device-unavailable' },
  },
  contact: { contactedOn: '2011-05-02', way: 'telephone', ...ALIVE_UNAMPUTATED, informant: 'patient' },
  amputation: { performedOn: '2011-05-10', where: 'at-the-site', side: 'left', level: 'toe', indication: 'ischemia' },
  revascularization: { performedOn: '2011-05-12', where: 'at-the-site', side: 'left', procedure: 'angioplasty' },
  adverseEvent: {
    termAsReported: 'haematoma at the iliac crest',
    infarction: 'no',
    awareAt: '2011-03-03T17:30:00+01:00',
    startedOn: '2011-03-03',
    severity: 'moderate',
    seriousness: ['hospitalisation'],
    relatedTo: 'harvest',
    outcome: 'recovering',
  },
  adverseEventNews: { assessedOn: '2011-03-20', endedOn: '2011-03-18', seriousness: [], outcome: 'recovered' },
  completion: { completedOn: '2011-09-05' },
  withdrawal: { withdrawnOn: '2011-10-03', from: ['treatment', 'follow-up'] },
  loss: { lastContactOn: '2011-10-03' },
  death: {
    diedOn: '2011-10-17',
    where: 'at-the-site',
    awareAt: '2011-10-17T09:00:00+02:00',
    cause: 'cardiovascular',
  },
} as const;
