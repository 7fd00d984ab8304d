import type { OpenAPIObject } from '@nestjs/swagger';
import { OpenApiDocument } from '@bali-app/site-api/testing';
import { BLINDED } from './people.js';
import { pathsOf, placesIn, thingsIn } from './probe.js';
import type { Transcript } from './transcript.js';
import { type Api, APIS, jsonOf, type World } from './world.js';

/** Signing out or administering would end the session of the next person; the unblinding of the trial ends the blind itself. */
const LEFT_OUT = /\/(sessions|password|passkeys|one-time-codes|recovery-codes|accounts)(\/|$)|trial\/unblinding$/;

/**
 * Everybody who is blinded sends every command that there is, about patients who are there and who are not, with the example
 * of the documentation. Most of it is refused, some is recorded: in either case the answer has to be the same.
 */
export async function everybodyTriesEverything(world: World, transcript: Transcript, told: Set<string>): Promise<void> {
  const things = await thingsIn(world);
  const some = { ...things, patients: things.patients.slice(0, 1) };
  for (const api of APIS) {
    const answer = await world.exchange(null, { to: api, method: 'GET', path: '/openapi.json' });
    const document = new OpenApiDocument(jsonOf(answer) as OpenAPIObject);
    for (const { operationId, method, path } of document.operations) {
      if (method === 'get' || LEFT_OUT.test(path)) continue;
      const { signature: _, ...body } = inTheHistory(document.requestExample(operationId));
      for (const filled of pathsOf({ path, places: placesIn(path) }, some)) {
        await everybodyTries(world, transcript, { api, method, path: filled, body }, told);
      }
    }
  }
}

/** The examples are of 2026, and the history of 2011: there, they would all be in the future. */
function inTheHistory(example: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(example).replaceAll('"2026-', '"2011-')) as Record<string, unknown>;
}

interface Try {
  readonly api: Api;
  readonly method: string;
  readonly path: string;
  readonly body: object;
}

async function everybodyTries(world: World, transcript: Transcript, tried: Try, told: Set<string>): Promise<void> {
  const { api: to, path, body } = tried;
  const method = tried.method.toUpperCase();
  for (const person of BLINDED) {
    const answers =
      method === 'POST'
        ? await world.command(person, path, body, to)
        : [await world.exchange(person, { to, method, path })];
    const tells = path.endsWith('-unblinding') && answers.at(-1)?.status === 201;
    if (tells) told.add(`${person.userId} ${path.split('/')[3] ?? ''}`);
    for (const one of tells ? answers.slice(0, -1) : answers) {
      transcript.response(`${method} ${path} of ${to} as ${person.userId}`, one);
    }
  }
}
