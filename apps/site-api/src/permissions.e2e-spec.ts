import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACTIONS, DISCLOSURE_EVENTS, KNOWING_ROLES, permits, type Role, ROLE_IDS } from '@bali/access';
import { patience } from '@bali/event-store/testing';
import {
  bringPatient,
  type OpenApiDocument,
  openApiDocumentOf,
  openTrial,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../testing/index.js';

/** What the document says of an endpoint: the action that it asks for, or that it is open to anyone. */
interface Endpoint {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly action: string | undefined;
  readonly roles: readonly Role[] | undefined;
  readonly secured: boolean;
}

/** Open, because nothing that they answer is data, or because they ask for credentials. Any other is a mistake. */
const OPEN = [
  'get /health/live',
  'get /health/ready',
  'get /v1/calendars/{token}',
  'get /v1/witnessing/checkpoint',
  'post /v1/password',
  'post /v1/sessions',
  'post /v1/witnessing/cosignatures',
];

const PLACES: Readonly<Record<string, string>> = {
  ...{ patient: 'REI-001', site: 'REI', number: '1', type: 'Harvested', userId: 'monitor' },
  feed: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
  event: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
};

let api: SiteApiUnderTest;
let document: OpenApiDocument;
let endpoints: readonly Endpoint[];

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  await bringPatient(api, 'implanted');
  document = await openApiDocumentOf(api);
  endpoints = endpointsOf(document);
});
afterAll(() => api[Symbol.asyncDispose]());

function endpointsOf({ document: { paths } }: OpenApiDocument): readonly Endpoint[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations as Record<string, Record<string, unknown>>).map(([method, operation]) => ({
      operationId: String(operation['operationId']),
      method,
      path,
      action: operation['x-action'] as string | undefined,
      roles: operation['x-roles'] as readonly Role[] | undefined,
      // An empty list says that it is open.
      secured: ((operation['security'] ?? []) as readonly object[]).length > 0,
    })),
  );
}

/** Sends what every command refuses for its content, once it has let the sender in: nothing is recorded. */
async function statusFor({ method, path }: Endpoint, role: Role | undefined): Promise<number> {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => PLACES[name] ?? name);
  const as = role === undefined ? null : someoneIn(role);
  const ended = patience();
  const json = { 'content-type': 'application/json', 'idempotency-key': 'permissions' };
  const request = method === 'post' ? { body: '{"unheardOf":1}', headers: json } : { headers: {} };
  // Signing out ends a session: that of somebody who is asked no more.
  const own = method === 'delete' && as !== null ? { authorization: `Bearer ${await api.signIn(as)}` } : {};
  const headers = { ...request.headers, ...own };
  const response = await api.fetch(filled, { method: method.toUpperCase(), signal: ended, ...request, headers }, as);
  if (response.status === 403 && (await isForAnotherPerson(response))) return LET_IN;
  await response.body?.cancel();
  return response.status;
}

/** Who is let in by their role is told so when what is there was disclosed to somebody else only. */
const LET_IN = 200;
async function isForAnotherPerson(response: Response): Promise<boolean> {
  const { code } = (await response.clone().json()) as { readonly code: string };
  return code === 'not-shown-to-you';
}

describe('every endpoint', () => {
  it('[P11-10d] [P11-10g] asks for an action of the table of permissions, or is known to be open', () => {
    const open = endpoints.filter(({ action }) => action === undefined);
    expect(open.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(OPEN);
    expect(open.filter(({ secured }) => secured)).toEqual([]);
    const guarded = endpoints.filter(({ action }) => action !== undefined);
    expect(guarded.filter(({ secured }) => !secured)).toEqual([]);
    for (const { action, roles } of guarded) {
      const granted = ACTIONS.filter((known) => known === action).flatMap((known) =>
        ROLE_IDS.filter((role) => permits(role, known)),
      );
      expect(granted.length).toBeGreaterThan(0);
      expect(roles?.toSorted()).toEqual(granted.toSorted());
    }
  });

  it('[P11-10d] lets nobody in without a token, but where it is open', async () => {
    const statuses = await Promise.all(endpoints.map((endpoint) => statusFor(endpoint, undefined)));
    const expected = ({ action, method, path }: Endpoint) => {
      if (action !== undefined) return 401;
      // A witness has to say what it has seen.
      return method === 'post' || path === '/v1/witnessing/checkpoint' ? 422 : 200;
    };
    expect(statuses).toEqual(endpoints.map(expected));
  });

  it('[P11-10d] [P11-10g] lets in the roles of the table, and no other', async () => {
    for (const role of ROLE_IDS) await api.tokenFor(someoneIn(role));
    const before = await api.lastPosition();
    const { length: accessBefore } = await api.accessRecords();
    const asked = ROLE_IDS.flatMap((role) => endpoints.map((endpoint) => ({ role, endpoint })));
    const wrong: string[] = [];
    for (const { role, endpoint } of asked) {
      const status = await statusFor(endpoint, role);
      const permitted = endpoint.roles?.includes(role) ?? true;
      if (permitted === ![401, 403].includes(status)) continue;
      wrong.push(`${role} ${endpoint.method} ${endpoint.path}: ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(await api.lastPosition()).toBe(before);
    const recordedOfAccess = (await api.accessRecords()).slice(accessBefore);
    const signingIn = recordedOfAccess.filter(({ type }) => !(type in DISCLOSURE_EVENTS));
    expect(signingIn.map(({ type }) => type)).toEqual(ROLE_IDS.flatMap(() => ['SignedIn', 'SignedOut']));
    // Once for each person and day: the unit has read before. Whoever judges its deviations reads nothing before the lock.
    const readers = (await api.accessRecords()).filter(({ type }) => type === 'SealedDataReadOnDay');
    expect(new Set(readers.map(({ metadata }) => metadata.actor.role))).toEqual(
      new Set(KNOWING_ROLES.filter((role) => role !== 'deviation-assessor')),
    );
    const copied = recordedOfAccess.filter(({ type }) => type === 'CertifiedCopyMade');
    expect(copied.map(({ metadata }) => metadata.actor.role).toSorted()).toEqual(
      ROLE_IDS.filter((role) => permits(role, 'make-certified-copies')).toSorted(),
    );
    process.stdout.write(
      `permissions: ${endpoints.length} endpoints × ${ROLE_IDS.length} roles = ${asked.length} tried\n`,
    );
  });

  it('[P11-10d] shows and records a site role its own sites and their patients only', async () => {
    const stranger = someoneIn('investigator', 'NAN');
    const about = endpoints.filter(({ path }) => path.includes('{patient}') || path.includes('{site}'));
    expect(about.some(({ path, roles }) => path.includes('{site}') && roles?.includes('investigator'))).toBe(true);
    const permitted = about.filter(({ roles }) => roles?.includes('investigator') === true);
    const statuses = await Promise.all(permitted.map((endpoint) => forbiddenTo(endpoint)));
    expect(statuses).toEqual(permitted.map(() => 403));

    async function forbiddenTo({ method, path, operationId }: Endpoint): Promise<number> {
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => PLACES[name] ?? name);
      if (method === 'get') return (await api.get(filled, { as: stranger })).status;
      return (await api.post(filled, document.requestExample(operationId), { as: stranger })).status;
    }
  });
});
