import type { OpenAPIObject } from '@nestjs/swagger';
import { OpenApiDocument } from '../../apps/site-api/testing/open-api-document.js';
import { BLINDED } from './people.js';
import { pathsOf, thingsIn } from './probe.js';
import type { Transcript } from './transcript.js';
import { jsonOf, type World } from './world.js';

/** Signing out or administering would end the session of who is asked next; the unblinding of the trial ends the blind itself. */
const LEFT_OUT = /\/(sessions|password|passkeys|one-time-codes|accounts)(\/|$)|trial\/unblinding$/;

/**
 * Everybody who is blinded sends every command that there is, about patients who are there and who are not, with the example
 * of the documentation. Most of it is refused, some is recorded: in either case the answer has to be the same.
 */
export async function everybodyTriesEverything(world: World, transcript: Transcript, told: Set<string>): Promise<void> {
  const answer = await world.exchange(null, { method: 'GET', path: '/openapi.json' });
  const document = new OpenApiDocument(jsonOf(answer) as OpenAPIObject);
  const things = await thingsIn(world);
  for (const { operationId, method, path } of document.operations) {
    if (method === 'get' || LEFT_OUT.test(path)) continue;
    const { signature: _, ...body } = document.requestExample(operationId);
    const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const some = { ...things, patients: things.patients.slice(0, 1) };
    for (const filled of pathsOf({ path, places }, some)) {
      for (const person of BLINDED) {
        const answers = await world.command(person, filled, body);
        const tells = filled.endsWith('-unblinding') && answers.at(-1)?.status === 201;
        if (tells) told.add(`${person.userId} ${filled.split('/')[3] ?? ''}`);
        for (const one of tells ? answers.slice(0, -1) : answers) {
          transcript.response(`${method.toUpperCase()} ${filled} as ${person.userId}`, one);
        }
      }
    }
  }
}
