import { Refused } from '@bali/command-line';
import { makeDurably, readProtected, writeDurably } from '@bali/event-store';
import { formatWitnessKey, sha256Hex } from '@bali/ledger';
import type { LogSeen } from '@bali/witness';
import type { OwnKey } from './witness-key.js';

/** What a witness has seen, of every log. */
export interface WitnessState {
  /** Goes up with every change. */
  readonly generation: number;
  readonly logs: Readonly<Record<string, LogSeen>>;
}

/** Where a witness keeps its key and its state. The mark lies beside the key, and belongs on another volume than the state. */
export interface WitnessFiles {
  readonly key: string;
  readonly state: string;
}

interface Mark {
  readonly generation: number;
  /** SHA-256 of the file of the state. */
  readonly state: string;
}

const NOTHING_SEEN: WitnessState = { generation: 0, logs: {} };

const WAY_OUT =
  'A witness that has forgotten what it cosigned would cosign a fork, so it never begins again. Put the newest state back; if it is ' +
  'lost, make another witness, with a key of its own (`bali witness create`), and have its key put into the policies in place of this one.';

/** Writes an empty state and its mark, for a key that is being made. @throws Refused where there is one already. */
export function makeState(files: WitnessFiles, own: OwnKey): void {
  const text = fileOf(NOTHING_SEEN, own);
  if (!makeDurably(files.state, text))
    throw new Refused(`${files.state} is there already: it is the state of another witness, and is left as it is`);
  writeDurably(markOf(files), `${JSON.stringify({ generation: 0, state: sha256Hex(text) } satisfies Mark)}\n`);
}

/** Reads the state, which is the one that this key has written last. @throws Refused naming what is wrong, and the way out. */
export function readState(files: WitnessFiles, own: OwnKey): WitnessState {
  const mark = readMark(files);
  const text = protectedText(files.state);
  if (text === undefined) throw new Refused(`The state of this witness is missing at ${files.state}. ${WAY_OUT}`);
  const state = stateIn(text, own);
  if (state === undefined)
    throw new Refused(`${files.state} is not a state that this key has written, or it was changed since. ${WAY_OUT}`);
  const isNewest = state.generation === mark.generation && sha256Hex(text) === mark.state;
  // A crash between the two files leaves a state that is one ahead of its mark: nothing was answered from it.
  if (!isNewest && state.generation !== mark.generation + 1)
    throw new Refused(`${files.state} is older than what this key has signed: it was restored from a copy. ${WAY_OUT}`);
  return state;
}

/** Keeps a state: it is durable when this returns, and the mark says so. */
export function keepState(files: WitnessFiles, own: OwnKey, state: WitnessState): void {
  const text = fileOf(state, own);
  writeDurably(files.state, text);
  writeDurably(
    markOf(files),
    `${JSON.stringify({ generation: state.generation, state: sha256Hex(text) } satisfies Mark)}\n`,
  );
}

function markOf({ key }: WitnessFiles): string {
  return `${key}.mark`;
}

function readMark(files: WitnessFiles): Mark {
  const text = protectedText(markOf(files));
  const { generation, state } = (text === undefined ? {} : (jsonIn(text) ?? {})) as Partial<Mark>;
  if (typeof generation !== 'number' || typeof state !== 'string')
    throw new Refused(`${markOf(files)} is missing or damaged: nothing says how far this key has signed. ${WAY_OUT}`);
  return { generation, state };
}

function protectedText(path: string): string | undefined {
  const found = readProtected(path);
  if (found === 'unprotected') throw new Refused(`Others may read or write ${path}: set its mode to 0600`);
  return found?.text;
}

function fileOf({ generation, logs }: WitnessState, { key, seal }: OwnKey): string {
  const body = JSON.stringify({ witness: formatWitnessKey(key), generation, logs });
  return `${JSON.stringify({ sealed: seal(body), body: JSON.parse(body) as unknown }, null, 2)}\n`;
}

function stateIn(text: string, { key, seal }: OwnKey): WitnessState | undefined {
  const { sealed, body } = (jsonIn(text) ?? {}) as { readonly sealed?: unknown; readonly body?: unknown };
  if (typeof sealed !== 'string' || typeof body !== 'object' || body === null) return undefined;
  if (seal(JSON.stringify(body)) !== sealed) return undefined;
  const { witness, generation, logs } = body as WitnessState & { readonly witness: string };
  return witness === formatWitnessKey(key) ? { generation, logs } : undefined;
}

function jsonIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
