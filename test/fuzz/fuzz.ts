import { temporaryDirectory } from '@bali/event-store/testing';
import { OpenApiDocument } from '@bali/http/testing';
import { dataDirectory } from '@bali/installation';
import type { Person } from '@bali/access';
import type { OpenAPIObject } from '@nestjs/swagger';
import { v5 as uuidV5 } from 'uuid';
import { PASSWORD } from '../non-interference/credentials.js';
import { type History, stepsOf } from '../non-interference/history.js';
import type { Installation } from '../non-interference/installation.js';
import { EVERYONE } from '../non-interference/people.js';
import { beginTrial, FIRST_DAY, take } from '../non-interference/play.js';
import { thingsIn } from '../non-interference/probe.js';
import { Transcript } from '../non-interference/transcript.js';
import { type Api, APIS, jsonOf, World } from '../non-interference/world.js';
import { type Answer, Sender } from './answers.js';
import { Chance } from './chance.js';
import { faultsOf, operationOf, type Promised } from './judge.js';
import { endsSomething, operationsOf } from './operations.js';
import { type Asked, Requests } from './requests.js';
import { Stored, type StoredSince } from './stored.js';
import type { Tally } from './tally.js';
import { Values } from './values.js';

export interface Round {
  readonly installation: Installation;
  /** What has happened in the trial before the first request. */
  readonly history: History;
  /** Number of steps of the history that are played. Default: all. */
  readonly steps?: number;
  readonly seed: number;
  readonly requests: number;
  readonly tally: Tally;
  /** Aborted when an answer has not come in its time. */
  readonly limit: () => AbortSignal;
}

/** The last part of a round, in which also such commands come that end something. */
const END = 0.8;
/** Milliseconds of the trial's clock from one request to the next. */
const STEP_MS = 1_000;
/** What may be recorded of a request that was refused: that it was, and what somebody got to see who was refused in the end. */
const OF_REFUSALS: ReadonlySet<string> = new Set([
  'SignInRefused',
  'CredentialsRefused',
  'AccountLockedOut',
  'SessionEnded',
]);

/** Plays a trial, then sends requests of all kinds as everybody, one after the other, and looks at each answer and at the ledgers. */
export async function playRound(round: Round): Promise<void> {
  using directory = temporaryDirectory();
  const path = `${directory.path}/data`;
  round.installation.copyTo(path);
  const world = await World.open(path, { now: FIRST_DAY, listSeed: `fuzz ${round.seed}`, keepsLogs: false });
  const sender = new Sender();
  try {
    await playHistory(world, round);
    using stored = new Stored(dataDirectory(path));
    await new RoundOfRequests({ world, sender, stored, round }).play();
  } finally {
    sender.close();
    await world.close();
  }
}

async function playHistory(world: World, { history, steps }: Round): Promise<void> {
  const transcript = new Transcript();
  await beginTrial(world, transcript);
  const patients: string[] = [];
  const knowing = { known: new Set<string>(), told: new Set<string>() };
  for (const step of stepsOf(history).slice(0, steps)) {
    world.now = step.at;
    await world.tick();
    await take(world, transcript, step, patients, knowing);
  }
  await world.settled();
}

interface Playing {
  readonly world: World;
  readonly sender: Sender;
  readonly stored: Stored;
  readonly round: Round;
}

class RoundOfRequests {
  readonly #of: Playing;
  readonly #tokens = new Map<string, string>();

  constructor(playing: Playing) {
    this.#of = playing;
  }

  async play(): Promise<void> {
    const { world, round } = this.#of;
    const chance = new Chance(round.seed);
    const promised = { site: await promisedBy(world, 'site'), inspection: await promisedBy(world, 'inspection') };
    const known = { ...(await thingsIn(world)), userIds: EVERYONE.map(({ userId }) => userId), now: world.now };
    const valuesOf = ({ document }: Promised) => new Values(document.document.components?.schemas ?? {}, chance, known);
    const requests = new Requests(chance, { site: valuesOf(promised.site), inspection: valuesOf(promised.inspection) });
    const all = APIS.flatMap((api) => operationsOf(api, promised[api].document));
    const going = all.filter((operation) => !endsSomething(operation));
    for (let number = 0; number < round.requests; number += 1) {
      const operation = chance.pick(number < round.requests * END ? going : all);
      const asked = requests.of(operation, `fuzz-${round.seed}-${number}`);
      const answer = await this.#ask(promised[asked.api], asked);
      const meaning = meaningAskedFor(answer);
      if (meaning !== undefined && asked.as !== null) await this.#ask(promised[asked.api], signed(asked, meaning));
    }
  }

  /** Sends a request, and counts what came of it and what is wrong with that. */
  async #ask(promised: Promised, asked: Asked): Promise<Answer | undefined> {
    const { world, round, stored, sender } = this.#of;
    world.now = new Date(Date.parse(world.now) + STEP_MS).toISOString();
    const authorization = asked.as === null ? {} : { authorization: `Bearer ${await this.#tokenOf(asked.as)}` };
    stored.since();
    const request = uuidV5(`${round.seed} ${round.tally.requests}`, uuidV5.URL);
    const headers = { 'x-request-id': request, ...authorization, ...asked.headers };
    const answer = await sender.answerTo(this.#urlOf(asked.api), { ...asked, headers }, round.limit());
    const faults = [...faultsOf(promised, asked, answer), ...changes(answer, request, stored.since())];
    const operationId = operationOf(promised, asked)?.operationId;
    round.tally.count({ asked, answer, faults, seed: round.seed, ...(operationId !== undefined && { operationId }) });
    if (answer?.status === 401 && asked.as !== null) this.#tokens.delete(asked.as.userId);
    return answer;
  }

  /** The token of a session that is signed in to anew after it was refused. */
  async #tokenOf(person: Person): Promise<string> {
    const known = this.#tokens.get(person.userId);
    if (known !== undefined) return known;
    const body = { userId: person.userId, password: PASSWORD, role: person.role };
    const answer = await this.#of.world.exchange(null, { method: 'POST', path: '/v1/sessions', body });
    const { token = '' } = jsonOf(answer) as { readonly token?: string };
    this.#tokens.set(person.userId, token);
    return token;
  }

  #urlOf(api: Api): string {
    const { app } = api === 'site' ? this.#of.world.api : this.#of.world.inspection;
    const address = app.getHttpServer().address();
    if (address === null || typeof address === 'string') throw new Error(`the ${api} API does not listen`);
    return `http://127.0.0.1:${address.port}`;
  }
}

async function promisedBy(world: World, api: Api): Promise<Promised> {
  const read = async (path: string) => jsonOf(await world.exchange(null, { to: api, method: 'GET', path }));
  const explained = (await read('/problems')) as readonly { readonly code: string; readonly status: number }[];
  const problems = new Map(explained.map(({ code, status }) => [code, status]));
  return { document: new OpenApiDocument((await read('/openapi.json')) as OpenAPIObject), problems };
}

/** What a refused request changed, which it must not. */
function changes(answer: Answer | undefined, request: string, since: readonly StoredSince[]): readonly string[] {
  if (answer === undefined || answer.status < 400) return [];
  return since
    .filter(({ ledger, type, request: by }) => (ledger === 'access' ? by === request && !OF_REFUSALS.has(type) : true))
    .map(({ ledger, type }) => `the request was refused with ${answer.status}, and the ${ledger} ledger has ${type}`);
}

function meaningAskedFor(answer: Answer | undefined): string | undefined {
  if (answer?.status !== 403 && answer?.status !== 422) return undefined;
  const { code, signature } = JSON.parse(answer.text) as { code?: string; signature?: { readonly meaning?: string } };
  return code === 'signature-missing' ? signature?.meaning : undefined;
}

/** The same command with the signature that was asked for. A body that we do not read as JSON ourselves is not signed. */
function signed(asked: Asked, meaning: string): Asked {
  try {
    const body = JSON.parse(String(asked.body)) as object;
    return { ...asked, body: JSON.stringify({ ...body, signature: { meaning, password: PASSWORD } }) };
  } catch {
    return asked;
  }
}
