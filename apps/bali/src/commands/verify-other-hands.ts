import { Refused } from '@bali/command-line';
import type { Policy, Verified } from '@bali/inspection';
import { type StampAuthority, stampAuthority, stampsOf } from '@bali/time-stamps';
import { parsePolicy, type WitnessPolicy } from '@bali/witness';
import { InvalidArgumentError } from 'commander';
import { readFileSync } from 'node:fs';

interface OtherHandsOptions {
  readonly policy?: string;
  readonly receivedAt?: Date;
  readonly maxAge?: number;
  readonly authority?: readonly StampAuthority[];
}

const HOUR_SECONDS = 3_600;

/** The policy in a file. @throws Refused naming the line that breaks a rule. */
export function readPolicy(path: string): WitnessPolicy {
  try {
    return parsePolicy(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Refused(`The policy ${path} cannot be used: ${messageOf(error)}`, { cause: error });
  }
}

/** What is asked of those who sign beside the log. */
export function signedByOthers(options: OtherHandsOptions): Pick<Policy, 'witnesses' | 'stamps'> {
  const { policy, receivedAt, maxAge, authority } = options;
  if (policy === undefined && (receivedAt !== undefined || maxAge !== undefined))
    throw new Refused('--received-at and --max-age are about witnesses: give their policy with --policy');
  const maxAgeSeconds = maxAge === undefined ? {} : { maxAgeSeconds: maxAge * HOUR_SECONDS };
  return {
    ...(policy === undefined
      ? {}
      : { witnesses: { policy: readPolicy(policy), receivedAt: receivedAt ?? new Date(), ...maxAgeSeconds } }),
    ...(authority === undefined ? {} : { stamps: (note: string) => stampsOf(note, authority) }),
  };
}

export function otherHandsLines({ witnessed, stamped }: Pick<Verified, 'witnessed' | 'stamped'>): readonly string[] {
  const stamps = (stamped ?? []).map(
    ({ authority, treeSize, at }) => `  Stamped       the first ${treeSize} events at ${at}, by ${authority}`,
  );
  if (witnessed === undefined)
    return ['  Witnessed     NOT ASKED: no policy was given with --policy, or it asks for nobody', ...stamps];
  const { treeSize, at, by, rule, eventsAfter } = witnessed;
  const after =
    eventsAfter === 0 ? 'nothing came after it' : `${eventsAfter} EVENTS CAME AFTER IT, which no witness has seen`;
  return [
    `  Witnessed     the first ${treeSize} events at ${at}, by ${by.join(', ')} (asked for: ${rule})`,
    `                ${after}`,
    ...stamps,
  ];
}

export function instantOf(text: string): Date {
  const moment = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) && !Number.isNaN(moment.getTime())) return moment;
  throw new InvalidArgumentError('It must be an instant such as 2011-06-30T12:00:00Z.');
}

export function hoursOf(text: string): number {
  if (/^[1-9][0-9]{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of hours.');
}

export function authorityOf(text: string, before: readonly StampAuthority[] = []): readonly StampAuthority[] {
  const [, name = '', file = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  try {
    return [...before, stampAuthority(name, readFileSync(file, 'utf8'))];
  } catch (error) {
    const example = 'such as tsa.example=tsa.pem';
    throw new InvalidArgumentError(`It must be a name and a file of certificates, ${example}: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
