import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Role } from '@bali/access';
import { bringPatient, LONG_AFTER, type SiteApiUnderTest, someoneIn, startSiteApi } from '../testing/index.js';

/** What is read here of a schema and of an operation. */
interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly example?: unknown;
  readonly type?: string;
}
type Content = Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>;
interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

let api: SiteApiUnderTest;
let document: OpenAPIObject;
let operations: ReadonlyMap<string, Operation & { readonly method: string; readonly path: string }>;
const ajv = new Ajv2020({ strict: false });

beforeAll(async () => {
  addFormats.default(ajv);
  api = await startSiteApi();
  document = await api.read<OpenAPIObject>('/openapi.json', { as: null });
  ajv.addSchema(document, 'document');
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({ ...operation, method, path })),
  );
  operations = new Map(all.map((operation) => [operation.operationId, operation]));
  expect(operations.size).toBe(all.length);
});
afterAll(() => api[Symbol.asyncDispose]());

const SPONSOR = 'sponsor-coordinator';
const AT = (date: string): string => `${date}T16:00:00.000Z`;

/** The commands in a sensible order: who sends each, when, and about which patient, if not the first one. */
const COURSE: readonly (readonly [operationId: string, at: string, role?: Role, patient?: string])[] = [
  ['registerTrial', AT('2009-06-15'), SPONSOR],
  ['openSite', AT('2009-06-15'), SPONSOR],
  ['recordConsent', AT('2011-02-14')],
  ['recordScreening', AT('2011-02-16')],
  ['confirmEligibility', AT('2011-02-18')],
  ['randomizePatient', AT('2011-02-21')],
  ['recordHarvest', AT('2011-03-02')],
  ['releaseProduct', AT('2011-03-02'), 'cell-therapy-unit'],
  ['recordImplantation', AT('2011-03-02')],
  ['reportAdverseEvent', AT('2011-03-20')],
  ['followUpAdverseEvent', AT('2011-03-20')],
  ['correctPatientData', AT('2011-03-21')],
  ['recordAmputation', AT('2011-05-10')],
  ['recordRevascularization', AT('2011-05-10')],
  ['recordFollowUpVisit', AT('2011-09-05')],
  ['recordCompletion', AT('2011-09-05')],
  ['recordDeath', AT('2011-10-17')],
  ['recordLossToFollowUp', AT('2011-10-17'), 'investigator', 'REI-002'],
  ['recordConsentWithdrawal', AT('2011-10-17'), 'investigator', 'REI-002'],
  ['signOffPatient', AT('2011-11-14')],
  ['signOffPatient', AT('2011-11-14'), 'investigator', 'REI-002'],
  ['lockDatabase', AT('2011-11-14'), SPONSOR],
  ['unlockDatabase', AT('2011-11-15'), SPONSOR],
  ['amendRecruitmentTarget', AT('2011-11-15'), SPONSOR],
  ['amendVisitSchedule', AT('2011-11-15'), SPONSOR],
  ['closeSite', AT('2011-11-15'), SPONSOR],
  ['correctTrialData', AT('2011-12-01'), SPONSOR],
];

const QUERIES = [
  ...['readTrial', 'listSites', 'listPatients', 'readPatient', 'readTimeline', 'readFieldHistory', 'readAuditLog'],
  ...['readParticipantFlow', 'readPrimaryEndpoint', 'listEventSchemas', 'readEventSchema', 'listSignatureMeanings'],
  ...['checkLiveness', 'checkReadiness'],
];

function operation(operationId: string): Operation & { readonly method: string; readonly path: string } {
  const found = operations.get(operationId);
  if (found === undefined) throw new Error(`there is no operation ${operationId}`);
  return found;
}

function pathOf(operationId: string, patient = 'REI-001'): string {
  const places: Readonly<Record<string, string>> = { patient, site: 'REI', number: '1', type: 'Harvested' };
  return operation(operationId).path.replaceAll(/\{(\w+)\}/g, (_, name: string) => places[name] ?? name);
}

/** The example that the document gives of a schema: its own, or that of each of its fields. */
function exampleOf(schema: Schema): unknown {
  if (schema.example !== undefined) return schema.example;
  const referred = schema.$ref === undefined ? schema.allOf?.[0] : componentOf(schema.$ref);
  if (referred !== undefined) return exampleOf(referred);
  if (schema.properties === undefined) return undefined;
  const examples = Object.entries(schema.properties).map(([name, field]) => [name, exampleOf(field)] as const);
  return Object.fromEntries(examples.filter(([, example]) => example !== undefined));
}

function componentOf(reference: string): Schema {
  const schemas = document.components?.schemas as Record<string, Schema>;
  return schemas[reference.split('/').at(-1) ?? '']!;
}

function requestExampleOf(operationId: string): Record<string, unknown> {
  return exampleOf(operation(operationId).requestBody!.content['application/json']!.schema!) as Record<string, unknown>;
}

/** Holds an answer to what the document says of it. */
function answerOf(operationId: string, status: number): ValidateFunction {
  const { path, method } = operation(operationId);
  const place = path.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
  return ajv.compile({
    $ref: `document#/paths/${place}/${method}/responses/${status}/content/application~1json/schema`,
  });
}

function expectDocumented(operationId: string, status: number, answer: unknown): void {
  const validate = answerOf(operationId, status);
  expect([operationId, validate(answer), validate.errors]).toEqual([operationId, true, null]);
}

/** The example of a command; a correction names an event that is there. */
async function bodyOf(operationId: string): Promise<unknown> {
  const example = requestExampleOf(operationId);
  if (operationId === 'correctPatientData') {
    const { entries } = await api.read<{ entries: { id: string; type: string }[] }>('/v1/patients/REI-001');
    return { ...example, correctedEvent: entries.find(({ type }) => type === 'Harvested')?.id };
  }
  if (operationId !== 'correctTrialData') return example;
  const closing = (await api.records()).find(({ type }) => type === 'SiteClosed');
  return { ...example, correctedEvent: closing?.id, field: '/closedOn', newValue: '2011-11-16' };
}

describe('the OpenAPI document', () => {
  it('is valid, and names every operation, its part and what it does', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
    expect([valid, errors]).toEqual([true, undefined]);
    expect(document.openapi).toBe('3.1.0');
    const tags = new Set(document.tags?.map(({ name }) => name));
    for (const { operationId, summary, tags: own } of operations.values()) {
      expect([operationId, typeof summary, own?.every((tag) => tags.has(tag))]).toEqual([operationId, 'string', true]);
      expect(operationId).toMatch(/^[a-z][A-Za-z]+$/);
    }
  });

  it('has for each command an example that is accepted in its place of the course, and says what is answered', async () => {
    const commands = [...operations.values()].filter(({ method }) => method === 'post');
    expect([...new Set(COURSE.map(([operationId]) => operationId))].toSorted()).toEqual(
      commands.map(({ operationId }) => operationId).toSorted(),
    );
    for (const [operationId, at, role = 'investigator', patient] of COURSE) {
      if (patient !== undefined && operationId === 'recordLossToFollowUp') await bringPatient(api, 'implanted');
      api.clock.set(at);
      const path = pathOf(operationId, patient);
      const answer = await api.post(path, await bodyOf(operationId), { as: someoneIn(role) });
      expect([operationId, answer.status, answer.text]).toEqual([operationId, 201, answer.text]);
      expectDocumented(operationId, 201, answer.body);
    }
  });

  it('says of each query what it answers, and gives an example of it', async () => {
    api.clock.set(LONG_AFTER);
    const others = ['followEvents', 'readMetrics'];
    const all = [...operations.values()].filter(({ method }) => method === 'get').map((query) => query.operationId);
    expect(all.toSorted()).toEqual([...QUERIES, ...others].toSorted());
    for (const operationId of QUERIES) {
      const answer = await api.get(pathOf(operationId), { as: someoneIn('monitor') });
      expectDocumented(operationId, 200, answer.body);
      const { example } = operation(operationId).responses['200']!.content!['application/json']!;
      if (!operationId.startsWith('check')) expectDocumented(operationId, 200, example);
    }
  });

  it('says what a problem looks like', async () => {
    const answer = await api.get('/v1/patients/REI-099');
    const validate = ajv.compile({ $ref: 'document#/components/schemas/Problem' });
    expect([validate(answer.body), validate.errors]).toEqual([true, null]);
  });
});
