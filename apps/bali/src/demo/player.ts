import { v5 as uuidV5 } from 'uuid';
import { Refused } from '../output.js';
import type { Script, ScriptedCommand } from './cohort/script.js';
import type { SimulatedClock } from './simulated-clock.js';
import type { DemoTokens } from './tokens.js';

/** A command that was refused, as the script wants it. */
export interface PlayedRefusal {
  readonly command: string;
  readonly by: string;
  readonly code: string;
  readonly detail: string;
}

export interface PlayerOptions {
  /** Where the site API listens. */
  readonly url: string;
  readonly clock: SimulatedClock;
  readonly tokens: DemoTokens;
  /** Stops between two commands. */
  readonly signal: AbortSignal;
  readonly progress: (played: number, at: string) => void;
}

const REQUESTS = uuidV5('urn:bali:demo:requests', uuidV5.URL);
const CLIENT = 'bali-demo/1';

/**
 * Sends a script, command by command, as the people's own programs would. Whatever was acknowledged when it was played
 * before is answered again, and is not done again.
 * @throws Refused when a command is answered otherwise than the script says.
 */
export async function playScript({ commands }: Script, options: PlayerOptions): Promise<readonly PlayedRefusal[]> {
  const { clock, signal, progress } = options;
  const recorded = new Map<string, string>();
  const refusals: PlayedRefusal[] = [];
  for (const [played, command] of commands.entries()) {
    if (signal.aborted) throw new Refused(`stopped after ${played} of ${commands.length} commands`);
    clock.set(command.at);
    const answer = await send(command, recorded, options);
    if ('code' in answer) refusals.push(refusalOf(command, answer));
    else recorded.set(command.key, eventOf(command, answer));
    progress(played + 1, command.at);
  }
  return refusals;
}

interface Recorded {
  readonly patient?: string;
  readonly events: readonly string[];
}

interface ProblemAnswer {
  readonly code: string;
  readonly detail?: string;
  readonly title?: string;
}

async function send(
  command: ScriptedCommand,
  recorded: ReadonlyMap<string, string>,
  { url, tokens }: PlayerOptions,
): Promise<Recorded | ProblemAnswer> {
  const { key, path, body, corrects, by } = command;
  const correctedEvent = corrects === undefined ? undefined : recorded.get(corrects);
  const response = await fetch(`${url}/v1/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await tokens.of(by)}`,
      'content-type': 'application/json',
      'idempotency-key': key,
      'user-agent': CLIENT,
      'x-request-id': uuidV5(key, REQUESTS),
    },
    body: JSON.stringify(correctedEvent === undefined ? body : { ...body, correctedEvent }),
  });
  return (await response.json()) as Recorded | ProblemAnswer;
}

/** @throws Refused unless the command was recorded as the script expects. */
function eventOf({ key, refusedAs, names }: ScriptedCommand, { patient, events }: Recorded): string {
  if (refusedAs !== undefined) throw new Refused(`${key} was recorded, and should have been refused as ${refusedAs}`);
  if (names !== undefined && names !== patient) {
    throw new Refused(`${key} was given the code ${String(patient)}, not ${names}: ${ANOTHER_HISTORY}`);
  }
  return events[0] ?? '';
}

function refusalOf({ key, by, refusedAs }: ScriptedCommand, { code, detail, title }: ProblemAnswer): PlayedRefusal {
  const why = detail ?? title ?? '';
  if (code === refusedAs) return { command: key, by: by.name, code, detail: why };
  const hint = code === 'trial-already-registered' ? ` (${ANOTHER_HISTORY})` : '';
  throw new Refused(`${key} was refused: ${code}: ${why}${hint}`);
}

const ANOTHER_HISTORY = 'the data directory holds another history than this demo makes; give it a directory of its own';
