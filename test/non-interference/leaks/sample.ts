import type { Person } from '@bali/access';
import { BLINDED } from '../people.js';
import { askPages, type Endpoint, isStream, isTold, pathsOf, queriesOf, readStream, thingsIn } from '../probe.js';
import type { Transcript } from '../transcript.js';
import type { World } from '../world.js';

/** Somebody who is blinded asks an endpoint; two numbers from 0 to 1 say for what, of all that can be asked there. */
export interface Question {
  readonly person: Person;
  readonly endpoint: Endpoint;
  readonly ofWhat: number;
  readonly how: number;
}

/** Draws questions: whoever draws with the same chance asks the same in both worlds. */
export function drawQuestions(
  endpoints: readonly Endpoint[],
  number: number,
  random: () => number,
): readonly Question[] {
  // Metrics are looked at after each command.
  const asked = endpoints.filter(({ method, path }) => method === 'GET' && path !== '/metrics');
  return Array.from({ length: number }, () => {
    const endpoint = chosen(asked, random());
    const letIn = BLINDED.filter(({ role }) => endpoint.roles?.includes(role) ?? true);
    // Now and then somebody asks who is refused.
    const people = letIn.length === 0 || random() < 0.1 ? BLINDED : letIn;
    return { endpoint, person: chosen(people, random()), ofWhat: random(), how: random() };
  });
}

export async function askQuestions(
  world: World,
  transcript: Transcript,
  questions: readonly Question[],
  told: ReadonlySet<string>,
): Promise<void> {
  const things = await thingsIn(world);
  for (const { person, endpoint, ofWhat, how } of questions) {
    if (isStream(endpoint)) {
      await readStream(world, transcript, person, endpoint);
      continue;
    }
    const paths = pathsOf(endpoint, things);
    if (paths.length === 0) continue;
    const path = chosen(paths, ofWhat);
    const query = chosen(queriesOf({ endpoint, person, told, things, isBrief: false }), how);
    if (!isTold(path, person, told)) await askPages(world, transcript, { person, endpoint }, path + query);
  }
}

function chosen<Item>(items: readonly Item[], at: number): Item {
  const item = items[Math.min(items.length - 1, Math.floor(at * items.length))];
  if (item === undefined) throw new Error('there is nothing to choose from');
  return item;
}
