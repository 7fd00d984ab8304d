import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { Role } from '@bali/access';
import {
  LONG_AFTER,
  type OpenApiDocument,
  openApiDocumentOf,
  PASSWORD,
  preparation,
  readCells,
  recordCells,
  STEPS_BEFORE_THE_ARM,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
  unitJudgements,
} from '../testing/index.js';

let api: SiteApiUnderTest;
let document: OpenApiDocument;

beforeAll(async () => {
  api = await startSiteApi();
  document = await openApiDocumentOf(api);
});
afterAll(() => api[Symbol.asyncDispose]());

const SPONSOR = 'sponsor-coordinator';
const AT = (date: string): string => `${date}T16:00:00.000Z`;

/** The commands in a sensible order: who sends each, when, and about which patient, if not the first one. */
const COURSE: readonly (readonly [operationId: string, at: string, role?: Role, patient?: string])[] = [
  ['registerTrial', AT('2026-01-05'), SPONSOR],
  ['openSite', AT('2026-01-15'), SPONSOR],
  ['putVersionInForce', AT('2026-01-15'), SPONSOR],
  ['putReferenceInformationInForce', AT('2026-01-15'), 'safety-officer'],
  ['drawRandomizationList', AT('2026-01-16'), 'cell-therapy-unit'],
  ['printCards', AT('2026-01-16'), 'cell-therapy-unit'],
  ['documentCard', AT('2026-03-06'), 'cell-therapy-unit'],
  ['documentCardInVain', AT('2026-03-06'), 'cell-therapy-unit'],
  ['recordConsent', AT('2026-03-02')],
  ['recordScreening', AT('2026-03-04')],
  ['recordBaseline', AT('2026-03-05')],
  ['confirmEligibility', AT('2026-03-06')],
  ['randomizePatient', AT('2026-03-06')],
  ['recordImplantationNotDone', AT('2026-03-10')],
  ['recordHarvest', AT('2026-03-10')],
  ['recordCells', AT('2026-03-10'), 'cell-therapy-unit'],
  ['releaseProduct', AT('2026-03-10'), 'cell-therapy-unit'],
  ['withdrawRelease', AT('2026-03-10'), 'cell-therapy-unit'],
  ['recordImplantation', AT('2026-03-10')],
  ['recordDiagnosis', AT('2026-03-11')],
  ['recordConcomitantTreatment', AT('2026-03-11')],
  ['changeConcomitantTreatment', AT('2026-03-11')],
  ['acknowledgeMicrobiologyAlert', AT('2026-03-17')],
  ['reportAdverseEvent', AT('2026-03-20')],
  ['followUpAdverseEvent', AT('2026-03-20')],
  ['assessAdverseEvent', AT('2026-03-20'), 'safety-officer'],
  ['handOverCase', AT('2026-03-20'), 'safety-officer'],
  ['codeEntry', AT('2026-03-20'), 'data-manager'],
  ['raiseQuery', AT('2026-03-20'), 'monitor'],
  ['answerQuery', AT('2026-03-21')],
  ['closeQuery', AT('2026-03-21'), 'monitor'],
  ['reopenQuery', AT('2026-03-21'), 'monitor'],
  ['verifySourceData', AT('2026-03-21'), 'monitor'],
  ['correctPatientData', AT('2026-03-21')],
  ['reviewText', AT('2026-03-21'), 'monitor'],
  ['redactText', AT('2026-03-21'), 'data-manager'],
  ['redactSealedText', AT('2026-03-21'), 'cell-therapy-unit'],
  ['correctRelease', AT('2026-03-21'), 'cell-therapy-unit'],
  ['recordCaseOutcome', AT('2026-04-10'), 'unblinded-safety-officer'],
  ['closeCase', AT('2026-04-10'), 'safety-officer'],
  ['recordFollowUpVisit', AT('2026-04-10')],
  ['recordContact', AT('2026-04-28')],
  ['recordAmputation', AT('2026-05-04')],
  ['adjudicateEndpoint', AT('2026-05-04'), 'endpoint-adjudicator'],
  ['recordConsentRenewal', AT('2026-05-04')],
  ['recordRevascularization', AT('2026-05-05')],
  ['annulEntries', AT('2026-05-06')],
  ['recordMissedVisit', AT('2026-06-10')],
  ['reportDeviation', AT('2026-06-10'), 'monitor'],
  ['assessDeviation', AT('2026-06-10'), SPONSOR],
  ['recordCompletion', AT('2026-09-10')],
  ['recordDeath', AT('2026-10-17')],
  ['requestAnnulment', AT('2026-10-17')],
  ['declineAnnulment', AT('2026-10-17'), 'monitor'],
  ['requestAnnulment', AT('2026-10-17')],
  ['confirmAnnulment', AT('2026-10-17'), 'data-manager'],
  ['recordDeath', AT('2026-10-17')],
  ['recordConsent', AT('2026-10-17')],
  ['recordConsent', AT('2026-10-17')],
  ['recordLossToFollowUp', AT('2026-10-17'), 'investigator', 'REI-002'],
  ['transferPatient', AT('2026-10-17'), 'investigator', 'REI-003'],
  ['recordConsent', AT('2026-10-17')],
  ['recordSamePerson', AT('2026-10-17'), 'investigator', 'REI-004'],
  ['recordConsentWithdrawal', AT('2026-10-17'), 'investigator', 'REI-002'],
  ['unblindInEmergency', AT('2026-10-18')],
  ['assessUnblinding', AT('2026-10-18')],
  ['sealJudgement', AT('2026-10-18')],
  ['signOffPatient', AT('2026-11-14')],
  ['unblindAsPlanned', AT('2026-11-14')],
  ['makeOpenRecord', AT('2026-11-14')],
  ['signOffPatient', AT('2026-11-14'), 'investigator', 'REI-002'],
  ['confirmUnitRecords', AT('2026-11-14'), 'cell-therapy-unit'],
  ['lockDatabase', AT('2026-11-14'), SPONSOR],
  ['unlockDatabase', AT('2026-11-15'), SPONSOR],
  ['amendRecruitmentTarget', AT('2026-11-15'), SPONSOR],
  ['amendVisitSchedule', AT('2026-11-15'), SPONSOR],
  ['closeSite', AT('2026-11-15'), SPONSOR],
  ['redactTextOfTrial', AT('2026-11-15'), 'data-manager'],
  ['correctTrialData', AT('2026-12-01'), SPONSOR],
  ['annulTrialEntries', AT('2026-12-01'), SPONSOR],
  ['confirmUnitRecords', AT('2026-12-01'), 'cell-therapy-unit'],
  ['lockDatabase', AT('2026-12-01'), SPONSOR],
  ['fixAnalysisPlan', AT('2026-12-01'), SPONSOR],
  ['judgeUnitDeviations', AT('2026-12-01'), 'deviation-assessor'],
  ['unblindTrial', AT('2026-12-01'), SPONSOR],
  ['assessTrialUnblinding', AT('2026-12-01'), SPONSOR],
  ['recordErratum', AT('2026-12-01')],
  ['acknowledgeErratum', AT('2026-12-01'), SPONSOR],
  ['recordTrialErratum', AT('2026-12-01'), SPONSOR],
];

/**
 * The first takes a patient who is ready on the day of an outage: `test/randomization/sealed-cards.e2e-spec.ts` shows it. A witness
 * brings the second, and is no person with a role. The third rests on what the board was shown: `board/board.e2e-spec.ts`. The last is of
 * a serious adverse event in an open record: `open-records/open-records.e2e-spec.ts`.
 */
const ELSEWHERE = ['enterRandomizationByCard', 'bringCosignature', 'recommendAsBoard', 'reportOpenRecord'];

const QUERIES = [
  ...['readTrial', 'listSites', 'listPatients', 'readPatient', 'readTimeline', 'readFieldHistory', 'readAuditLog'],
  ...['readAuditEntry'],
  'readBeforeLock',
  ...['readParticipantFlow', 'readPrimaryEndpoint', 'listEventSchemas', 'readEventSchema', 'listSignatureMeanings'],
  ...['checkLiveness', 'checkReadiness', 'readCells', 'readAccountability', 'offerLabel'],
  ...['readOwnAllocation', 'readAllocations', 'readArmReadings', 'readUnblindingRegister', 'identifyPatient'],
  'readSealedJudgements',
  'readOpenRecords',
  'listCards',
  'readStatistics',
  'listQueries',
  'readLineListing',
  'readVerification',
  ...['listDeviations', 'readWorkList'],
  ...['listUnblindedCases', 'openCaseForReport', 'listOpenRecordClocks', 'listUnitDeviations'],
  ...['readBoardSafetyTables', 'readBoardReport', 'readBoardMeetings', 'readBoardRecommendations'],
];

/** Who reads what the monitor may not. */
const READERS: Readonly<Record<string, Role>> = {
  readLineListing: 'safety-officer',
  listUnitDeviations: 'deviation-assessor',
  listUnblindedCases: 'unblinded-safety-officer',
  openCaseForReport: 'unblinded-safety-officer',
  listOpenRecordClocks: 'unblinded-safety-officer',
  readBoardSafetyTables: 'data-monitoring-board',
  readBoardReport: 'data-monitoring-board',
  readBoardMeetings: 'data-monitoring-board',
  identifyPatient: 'emergency-physician',
  readOwnAllocation: 'investigator',
  readAllocations: SPONSOR,
  readArmReadings: SPONSOR,
  readSealedJudgements: SPONSOR,
  readOpenRecords: 'cell-therapy-unit',
  readStatistics: 'blinded-statistician',
  readPrimaryEndpoint: 'blinded-statistician',
  readCells: 'cell-therapy-unit',
  offerLabel: 'cell-therapy-unit',
  readAccountability: 'cell-therapy-unit',
};

/** The parts that have a test of their own: they are about no patient. */
const OF_IDENTITY = ['Accounts', 'Sessions'];

const operationIds = (method: string) =>
  document.operations
    .filter(({ method: own, tags = [] }) => own === method && !tags.some((tag) => OF_IDENTITY.includes(tag)))
    .map(({ operationId }) => operationId)
    .toSorted();

/** The request that the next command confirms or declines. */
let request = '';
/** The erratum of which the sponsor takes note. */
let erratum = '';

function pathOf(operationId: string, patient = 'REI-001'): string {
  return document.pathOf(operationId, {
    patient,
    site: 'REI',
    number: '1',
    type: 'Harvested',
    position: '3',
    request,
    erratum,
  });
}

function expectDocumented(operationId: string, status: number, answer: unknown): void {
  expect([operationId, document.differences(operationId, status, answer)]).toEqual([operationId, undefined]);
}

/** Of what the examples of annulments are. */
const ANNULLED: Readonly<Record<string, readonly string[]>> = {
  annulEntries: ['Revascularized'],
  // The adverse event of a death rests on the death.
  requestAnnulment: ['AdverseEventReported', 'Died'],
  annulTrialEntries: ['SiteClosed'],
};

/** The field in which a command names an event, and the type of that event. */
const NAMED: Readonly<Record<string, readonly [field: string, type: string]>> = {
  correctPatientData: ['correctedEvent', 'Harvested'],
  raiseQuery: ['entry', 'Harvested'],
  codeEntry: ['entry', 'AdverseEventReported'],
  adjudicateEndpoint: ['entry', 'Amputated'],
  correctTrialData: ['correctedEvent', 'SiteClosed'],
  redactText: ['redactedEvent', 'DataCorrected'],
  redactTextOfTrial: ['redactedEvent', 'SiteClosed'],
  reviewText: ['event', 'DataCorrected'],
  assessUnblinding: ['unblinding', 'PatientUnblinded'],
};

/** The type of the entry of which an erratum says what was wrong. */
const WRONG_IN_ERRATA: Readonly<Record<string, string>> = {
  recordErratum: 'Harvested',
  recordTrialErratum: 'SiteOpened',
};

async function lastEventOf(type: string): Promise<string | undefined> {
  return (await api.records()).findLast((record) => record.type === type)?.id;
}

/** The list of the examples has a part for Reims alone, and so have its cards. */
function withCardsOfReims<Example extends object>(example: Example): Example {
  return 'stratum' in example ? { ...example, stratum: 'CARDS-REI' } : example;
}

/** The example of a command, signed by its sender; a correction names an event that is there. */
async function bodyOf(operationId: string): Promise<object> {
  const { signature, ...unsigned } = withCardsOfReims(document.requestExample(operationId));
  const annulled = ANNULLED[operationId];
  const example =
    annulled === undefined ? unsigned : { ...unsigned, entries: await Promise.all(annulled.map(lastEventOf)) };
  const wrong = WRONG_IN_ERRATA[operationId];
  if (wrong !== undefined) {
    const [value] = (example as { readonly values: readonly object[] }).values;
    const values = [{ ...value, correctedEvent: await lastEventOf(wrong) }];
    return { ...example, values, signature: { ...(signature as object), ...OWN_CREDENTIALS } };
  }
  const [name, type] = NAMED[operationId] ?? [];
  const named = name === undefined || type === undefined ? {} : { [name]: await lastEventOf(type) };
  const signed = signature === undefined ? {} : { signature: { ...(signature as object), ...OWN_CREDENTIALS } };
  if (Object.keys({ ...named, ...signed }).length > 0) return { ...example, ...named, ...signed };
  // The release of the one product of this course is withdrawn before.
  if (operationId === 'assessDeviation') return { ...example, deviation: 'reported:1' };
  if (operationId === 'verifySourceData') return { ...example, entries: [{ entry: await lastEventOf('Harvested') }] };
  if (operationId === 'recordImplantation') return { ...example, despite: ['release-withdrawn'] };
  if (operationId === 'redactSealedText') return { ...example, redactedEvent: await deviationOfAnother() };
  return example;
}

/** Nobody redacts what they wrote: something that another person of the unit recorded, with a reason. @returns its event. */
async function deviationOfAnother(): Promise<string | undefined> {
  const as = { ...someoneIn('cell-therapy-unit'), userId: 'cell-therapy-unit.2', name: 'Another one' };
  const deviation = { foundAt: AT('2026-03-20'), kind: 'transport', description: 'the box was warm' };
  const body = { deviation, reason: 'told by telephone' };
  const { events } = await api.record('/v1/cell-therapy/patients/REI-001/records', body, { as });
  return events[0];
}

/** The site to which the example transfers a patient. */
async function openStrasbourg(): Promise<void> {
  const { signature: _, ...example } = document.requestExample('openSite');
  const strasbourg = { ...example, site: 'STR', name: 'CHU de Strasbourg', city: 'Strasbourg' };
  await api.record('/v1/sites', strasbourg, { as: someoneIn(SPONSOR) });
}

/** What the unit records between the reception, which is the example, and the release. */
async function prepareTheRest(patient: string): Promise<void> {
  for (const body of preparation(patient, 'A', '2026-03-10').slice(1, STEPS_BEFORE_THE_ARM)) {
    await recordCells(api, patient, body);
  }
  const { arm } = await readCells(api, patient);
  if (arm === undefined) throw new Error('the patient is not randomized');
  for (const body of preparation(patient, arm, '2026-03-10').slice(STEPS_BEFORE_THE_ARM)) {
    await recordCells(api, patient, body);
  }
}

/** Growth in a culture, which raises the alert that the site acknowledges. */
async function haveSomethingGrown(patient: string): Promise<void> {
  const others = { marrow: 'no-growth', blood: 'no-growth', syringe: 'no-growth' };
  const sterilityRead = { readOn: '2026-03-17', concentrate: 'growth', ...others, identifiedAs: 'cutibacterium-acnes' };
  await recordCells(api, patient, { sterilityRead });
}

/** The adverse event of the example is mild: an investigator signs that it is serious, and what it may be due to. */
async function haveItBecomeSerious(): Promise<void> {
  const news = {
    ...{ assessedOn: '2026-03-20', awareAt: '2026-03-20T08:00:00+01:00', outcome: 'not-recovered', severity: 'severe' },
    ...{ seriousness: ['hospitalisation'], relatedTo: 'harvest' },
  };
  await api.record('/v1/patients/REI-001/adverse-events/1/follow-ups', news, { as: someoneIn('investigator') });
}

/** The visit that the schedule ends with: the example is of another one. */
async function recordLastVisit(): Promise<void> {
  const example = document.requestExample('recordFollowUpVisit');
  // A toe was amputated since: which entry that is, the example cannot know.
  const limbs = { left: { amputated: 'not-known' }, right: { amputated: 'no' } };
  const visit = { ...example, visit: 'M6', assessedOn: '2026-09-10', limbs };
  await api.record('/v1/patients/REI-001/follow-up-visits', visit, { as: someoneIn('investigator') });
}

/** In place of those of the examples: these people have no one-time codes. */
const OWN_CREDENTIALS = { password: PASSWORD, oneTimeCode: undefined };

/** Everybody may read what the monitor reads, but for what is sealed. */
function readerOf(operationId: string) {
  return someoneIn(READERS[operationId] ?? 'monitor');
}

describe('the OpenAPI document', () => {
  it('is valid, and names every operation, its part and what it does', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document.document) as never);
    expect([valid, errors]).toEqual([true, undefined]);
    expect(document.document.openapi).toBe('3.1.0');
    const parts = new Set(document.document.tags?.map(({ name }) => name));
    for (const { operationId, summary, tags = [] } of document.operations) {
      expect([operationId, typeof summary, tags.every((tag) => parts.has(tag))]).toEqual([operationId, 'string', true]);
      expect(operationId).toMatch(/^[a-z]+[A-Z][A-Za-z]+$/);
    }
    expect(new Set(document.operations.map(({ operationId }) => operationId)).size).toBe(document.operations.length);
  });

  it('has an example of each whole body, which keeps what is said of the body', () => {
    const wrong = document.operations.flatMap(({ operationId }) => document.wrongExamples(operationId));
    expect(wrong).toEqual([]);
  });

  it('has for each command an example that is accepted in its place of the course, and says what is answered', async () => {
    const shown = [...COURSE.map(([operationId]) => operationId), ...ELSEWHERE];
    expect([...new Set(shown)].toSorted()).toEqual(operationIds('post'));
    for (const [operationId, at, role = 'investigator', patient] of COURSE) {
      api.clock.set(at);
      if (operationId === 'transferPatient') await openStrasbourg();
      if (operationId === 'releaseProduct') await prepareTheRest('REI-001');
      if (operationId === 'acknowledgeMicrobiologyAlert') await haveSomethingGrown('REI-001');
      if (operationId === 'assessAdverseEvent') await haveItBecomeSerious();
      if (operationId === 'recordCompletion') await recordLastVisit();
      request = (await lastEventOf('AnnulmentRequested')) ?? '';
      erratum = (await lastEventOf('Erratum')) ?? '';
      const path = pathOf(operationId, patient);
      const judged = operationId === 'judgeUnitDeviations' ? { judgements: await unitJudgements(api) } : {};
      const answer = await api.post(path, { ...(await bodyOf(operationId)), ...judged }, { as: someoneIn(role) });
      expect([operationId, answer.status, answer.text]).toEqual([operationId, 201, answer.text]);
      expectDocumented(operationId, 201, answer.body);
    }
  });

  it('says of each query what it answers, and gives an example of it', async () => {
    api.clock.set(LONG_AFTER);
    expect(operationIds('get')).toEqual(
      [
        ...[
          ...QUERIES,
          'followEvents',
          'makeCertifiedCopy',
          'readMetrics',
          'readBoardReportDocument',
          'readProof',
          'readReceipt',
        ],
        ...[
          'readAnnualFigures',
          'readNewestCheckpoint',
          'readStatisticsByArm',
          'readStatisticsByArmDocument',
          'readStatisticsDocument',
          'readStatisticsScript',
        ],
        'readStatisticsTable',
      ].toSorted(),
    );
    for (const operationId of QUERIES) {
      const answer = await api.get(pathOf(operationId), { as: readerOf(operationId) });
      expectDocumented(operationId, 200, answer.body);
      if (!operationId.startsWith('check')) expectDocumented(operationId, 200, document.answerExample(operationId));
    }
  });

  it('says what a receipt is, as the site gets it', async () => {
    const event = (await api.records()).find(({ stream }) => stream === 'patient-REI-001');
    const answer = await api.get(`/v1/patients/REI-001/receipts/${event!.id}`);
    expectDocumented('readReceipt', 200, answer.body);
    expectDocumented('readReceipt', 200, document.answerExample('readReceipt'));
  });

  it('says what a problem looks like', async () => {
    const answer = await api.get('/v1/patients/REI-099');
    expect(document.differencesFrom('Problem', answer.body)).toBeUndefined();
  });
});
