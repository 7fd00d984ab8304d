import { Refused } from '@bali/command-line';
import { Malformed, type VerifierKey } from '@bali/ledger';
import { parsePolicy } from '@bali/witness';
import { readFileSync } from 'node:fs';
import type { KnownLog } from './witness.js';

/** The logs in a file in the form of C2SP tlog-policy: its lines `log`. Several keys of one name are one log. @throws Refused */
export function readKnownLogs(path: string): readonly KnownLog[] {
  const logs = new Map<string, { origin: string; keys: VerifierKey[]; url?: string }>();
  for (const { key, url } of policyIn(path).logs) {
    const log = logs.get(key.name) ?? { origin: key.name, keys: [] };
    log.keys.push(key);
    if (url !== undefined) log.url = addressOf(url, path);
    logs.set(key.name, log);
  }
  if (logs.size === 0) throw new Refused(`${path} names no log: a line is \`log <verifier key> [<address>]\``);
  return [...logs.values()];
}

function policyIn(path: string) {
  try {
    const text = readFileSync(path, 'utf8');
    return parsePolicy(/^\s*quorum\s/m.test(text) ? text : `${text}\nquorum none\n`);
  } catch (error) {
    if (error instanceof Malformed) throw new Refused(`${path}: ${error.message}`, { cause: error });
    throw new Refused(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function addressOf(url: string, path: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.search !== '')
    throw new Refused(`${path}: ${url} is no address of a log, such as https://bali.example/v1/witnessing`);
  return url.replace(/\/$/, '');
}
