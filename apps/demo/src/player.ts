import { isProblem, type ProblemError } from '@bali/client';
import { Refused } from '@bali/command-line';
import type { Arm } from '@bali/protocol';
import { SIGNATURES } from '@bali/trial';
import type { DemoSessions } from './accounts/demo-sessions.js';
import { ANOTHER_HISTORY } from './another-history.js';
import type { About, Script, ScriptedCommand } from './cohort/script.js';
import type { SimulatedClock } from './simulated-clock.js';
import { orRefused, type RequestIds } from './demo-requests.js';

/** A command that was refused, as the script wants it. */
export interface PlayedRefusal {
  readonly command: string;
  readonly by: string;
  readonly code: string;
  readonly detail: string;
}

export interface PlayerOptions {
  readonly requests: RequestIds;
  readonly clock: SimulatedClock;
  readonly sessions: DemoSessions;
  /** Does the duties of the day that has begun; without it, days pass without any. */
  readonly dailyDuties?: () => Promise<void>;
  /** Stops between two commands. */
  readonly signal: AbortSignal;
  readonly progress: (played: number, at: string) => void;
}

/**
 * Sends a script, command by command, as the people's own programs would. Whatever was acknowledged when it was played
 * before is answered again, and is not done again.
 * @throws Refused when a command is answered otherwise than the script says.
 */
export async function playScript({ commands }: Script, options: PlayerOptions): Promise<readonly PlayedRefusal[]> {
  const { clock, signal, progress } = options;
  const recorded = new Map<string, string>();
  const positions = new Map<string, number>();
  const refusals: PlayedRefusal[] = [];
  const arms = new Map<string, Arm['code']>();
  for (const [played, command] of commands.entries()) {
    if (signal.aborted) throw new Refused(`stopped after ${played} of ${commands.length} commands`);
    await passDays(command.at, options);
    clock.set(command.at);
    const read = { ...(await lookedAt(command, positions, options)), ...(await judged(command, options)) };
    const body = { ...(await bodyOf(command, arms, options)), ...read };
    const answer = await send({ ...command, body }, recorded, options);
    if (isProblem(answer)) refusals.push(refusalOf(command, answer));
    else {
      recorded.set(command.key, eventOf(command, answer));
      if (answer.position !== undefined) positions.set(command.key, answer.position);
    }
    progress(played + 1, command.at);
  }
  return refusals;
}

const DAY_MS = 86_400_000;

/** Lets the days pass up to a moment: at each midnight (UTC) between, the duties of the day are done. */
async function passDays(until: string, { clock, dailyDuties, signal }: PlayerOptions): Promise<void> {
  if (dailyDuties === undefined) return;
  const end = Date.parse(until);
  for (let due = nextMidnight(clock.now()); due <= end && !signal.aborted; due += DAY_MS) {
    clock.set(new Date(due).toISOString());
    await dailyDuties();
  }
}

function nextMidnight(now: Date): number {
  return (Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS;
}

/** The board reads its tables as of an event, and says as of which. @throws Refused when it is not shown them */
async function lookedAt(
  { key, looks, by }: ScriptedCommand,
  positions: ReadonlyMap<string, number>,
  { requests, sessions }: PlayerOptions,
): Promise<object> {
  if (looks === undefined) return {};
  const position = positions.get(looks.asOf);
  const api = await sessions.apiFor(by);
  const read = { params: { query: { position } }, requestId: requests.of(`${key}/look`) };
  await orRefused(api.request('get', `/v1/${looks.at}`, read), `the board was not shown ${looks.at}`);
  return { position };
}

/** Whoever judges what deviated in the unit reads the list, and judges each of its deviations. @throws Refused when it is not shown */
async function judged({ key, judges, by }: ScriptedCommand, { requests, sessions }: PlayerOptions): Promise<object> {
  if (judges === undefined) return {};
  const api = await sessions.apiFor(by);
  const asked = api.get('/v1/unit-deviations', { requestId: requests.of(`${key}/list`) });
  const { patients } = await orRefused(asked, 'what deviated in the unit was not shown');
  const judgements = patients.flatMap(({ patient, deviations }) =>
    deviations.map(({ record, byProtocol }) => ({
      ...{ patient, record, severity: byProtocol ?? 'minor' },
      perProtocol: byProtocol === undefined ? 'kept' : 'excluded',
    })),
  );
  return { judgements };
}

/** What is sent. The unit looks up each arm once, where what it does depends on it, and keeps it to itself. */
async function bodyOf(
  { key, body, sealed, by }: ScriptedCommand,
  arms: Map<string, Arm['code']>,
  { requests, sessions }: PlayerOptions,
): Promise<object> {
  if (sealed === undefined) return body;
  const { patient, byArm } = sealed;
  if (byArm.A === byArm.B) return byArm.A;
  const api = await sessions.apiFor(by);
  if (sealed.case !== undefined) {
    const opened = api.request<OpenedCase>('get', `/v1/${sealed.case}`, { requestId: requests.of(`${key}/case`) });
    return byArm[armIn(await orRefused(opened, `what was given was not told for ${sealed.case}`))];
  }
  const known = arms.get(patient);
  if (known !== undefined) return byArm[known];
  const read = { params: { path: { patient } }, requestId: requests.of(`${key}/arm`) };
  const asked = api.get('/v1/cell-therapy/patients/{patient}', read);
  const { arm } = await orRefused(asked, `the unit was not told the arm of ${patient}`);
  if (arm === undefined) throw new Refused(`the unit was not told the arm of ${patient}`);
  arms.set(patient, arm);
  return byArm[arm];
}

interface OpenedCase {
  readonly inWords: { readonly product: string };
}

/** The arm that the words of a case tell. */
function armIn({ inWords: { product } }: OpenedCase): Arm['code'] {
  return product.startsWith('placebo') ? 'A' : 'B';
}

interface Recorded {
  readonly patient?: string;
  readonly position?: number;
  readonly events?: readonly string[];
  /** Of what is sealed. */
  readonly record?: string;
}

/** What is answered to a command: a refusal, too, since the script wants some. */
async function send(
  command: ScriptedCommand,
  recorded: ReadonlyMap<string, string>,
  { requests, sessions }: PlayerOptions,
): Promise<Recorded | ProblemError> {
  const { key, path, body, corrects, about = {}, amputated, by, signs } = command;
  const correctedEvent = corrects === undefined ? undefined : recorded.get(corrects);
  const { inPath, inBody } = named(about, path, recorded);
  const signature = signs && { meaning: SIGNATURES[signs].meaning, ...(await sessions.credentialsOf(by)) };
  const whole = {
    ...nesting(correcting(body, correctedEvent), inBody),
    ...(amputated && saying(amputated.limb, recorded.get(amputated.recordedBy), body)),
    ...(signature && { signature }),
  };
  const api = await sessions.apiFor(by);
  try {
    return await api.request<Recorded>('post', `/v1/${inPath}`, { body: whole, key, requestId: requests.of(key) });
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
}

/** The path and the members of the body in which events stand by their ids, once these are known. */
function named(about: About, path: string, recorded: ReadonlyMap<string, string>) {
  const idOf = (key: string): string => recorded.get(key) ?? '';
  const ids = Object.entries(about).map(([member, keys]): [string, string | readonly string[]] => [
    member,
    typeof keys === 'string' ? idOf(keys) : keys.map(idOf),
  ]);
  const inPath = ids.reduce((filled, [member, id]) => filled.replace(`{${member}}`, String(id)), path);
  return { inPath, inBody: Object.fromEntries(ids.filter(([member]) => !path.includes(`{${member}}`))) };
}

/** The body with members that name events; one with a point in its name stands in a group of fields. */
function nesting(body: object, members: object): object {
  return Object.entries(members).reduce<object>((filled, [member, id]: [string, unknown]) => {
    const [group = '', field] = member.split('.');
    if (field === undefined) return { ...filled, [group]: id };
    const fields = (filled as Readonly<Record<string, object>>)[group];
    return { ...filled, [group]: { ...fields, [field]: id } };
  }, body);
}

/** What is sent, with the id of the event that it corrects: of the unit's records, a correction is one thing among others. */
function correcting(body: object, correctedEvent: string | undefined): object {
  if (correctedEvent === undefined) return body;
  if ('annulment' in body) return { ...body, annulment: { entries: [correctedEvent] } };
  if (!('correction' in body)) return { ...body, correctedEvent };
  return { ...body, correction: { ...(body.correction as object), correctedEvent } };
}

/** What a contact says of both limbs, with the entry of the amputation of one of them. */
function saying(limb: 'left' | 'right', entry: string | undefined, body: object): object {
  const { limbs } = body as { readonly limbs: object };
  return { limbs: { ...limbs, [limb]: { amputated: 'yes', entry } } };
}

/** @throws Refused unless the command was recorded as the script expects. */
function eventOf({ key, refusedAs, names }: ScriptedCommand, { patient, events, record }: Recorded): string {
  if (refusedAs !== undefined) throw new Refused(`${key} was recorded, and should have been refused as ${refusedAs}`);
  if (names !== undefined && names !== patient) {
    throw new Refused(`${key} was given the code ${String(patient)}, not ${names}: ${ANOTHER_HISTORY}`);
  }
  return events?.[0] ?? record ?? '';
}

/** A refusal leaves nothing behind: when a locked trial is played again, its lock is why all of them are refused. */
const LOCKED = 'database-locked';

function refusalOf({ key, by, refusedAs }: ScriptedCommand, { code, message }: ProblemError): PlayedRefusal {
  if (refusedAs !== undefined && [refusedAs, LOCKED].includes(code)) {
    return { command: key, by: by.name, code, detail: message };
  }
  const hint = code === 'trial-already-registered' ? ` (${ANOTHER_HISTORY})` : '';
  throw new Refused(`${key} was refused: ${code}: ${message}${hint}`);
}
