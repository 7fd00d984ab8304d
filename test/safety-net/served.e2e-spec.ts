import { onlyWith } from '@bali/event-store/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { inspectionApiDocument } from '@bali-app/inspection-api';
import { InspectionApiUnderTest } from '@bali-app/inspection-api/testing';
import { siteApiDocument } from '@bali-app/site-api';
import { type SiteApiUnderTest, someoneIn, startSiteApi } from '@bali-app/site-api/testing';
import { expectGolden } from './golden-file.js';
import { errorsBySpectral, faultsByRedocly, SPECTRAL } from './linters.js';
import { shapeAndWords } from './shape-and-words.js';

let site: SiteApiUnderTest;
const inspection = new InspectionApiUnderTest();

beforeAll(async () => {
  site = await startSiteApi();
  await inspection.start();
});
afterAll(async () => {
  await inspection[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});

const APIS = [
  ['site', <Body>(path: string) => site.read<Body>(path, { as: null }), siteApiDocument],
  ['inspection', <Body>(path: string) => inspection.read<Body>(path, { as: null }), inspectionApiDocument],
] as const;

interface Explained {
  readonly code: string;
  readonly status: number;
}

describe.each(APIS)('the %s API serves what it always did', (name, read, describedWithoutServer) => {
  async function openApi() {
    const document = await read<OpenAPIObject>('/openapi.json');
    expect(document.info.version).toMatch(/^\d+\.\d+\.\d+$/);
    return shapeAndWords({ ...document, info: { ...document.info, version: 'that of the software' } });
  }

  it('in its OpenAPI document, as far as programs rely on it', async () => {
    expectGolden(`${name}-api.json`, (await openApi()).shape);
  });

  it('in the sentences and examples of its OpenAPI document', async () => {
    expectGolden(`${name}-api.words.json`, (await openApi()).words);
  });

  it('and describes itself in the same way where no server runs', async () => {
    expect(await describedWithoutServer()).toEqual(await read('/openapi.json'));
  });

  it('in an OpenAPI document with which Redocly and Spectral find nothing wrong', async () => {
    const document = await read<OpenAPIObject>('/openapi.json');
    expect(await faultsByRedocly(document)).toEqual([]);
  });

  onlyWith(it, SPECTRAL)('as an OpenAPI document in which Spectral finds no error', async () => {
    expect(errorsBySpectral(await read<OpenAPIObject>('/openapi.json'))).toEqual([]);
  });

  it('as codes of problems, with their statuses', async () => {
    const problems = (await read<readonly Explained[]>('/problems')).toSorted((one, other) =>
      one.code < other.code ? -1 : 1,
    );
    expectGolden(`${name}-problems.json`, Object.fromEntries(problems.map(({ code, status }) => [code, status])));
    expectGolden(
      `${name}-problems.words.json`,
      Object.fromEntries(problems.map(({ code, status: _, ...words }) => [code, words])),
    );
  });
});

it('the site API serves the meanings of signatures that it always did, with their events and roles', async () => {
  expectGolden('signature-meanings.json', await site.read('/v1/signature-meanings', { as: someoneIn('monitor') }));
});
