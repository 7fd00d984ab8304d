import { ConfigurationInvalid } from '@bali/http';
import { Malformed } from '@bali/ledger';
import type { AskedAuthority } from '@bali/log';
import { stampAuthority } from '@bali/time-stamps';
import { parsePolicy, type WitnessPolicy } from '@bali/witness';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const MOST_AUTHORITIES = 2;
/** With the log's own signatures and the time stamps, a checkpoint then has fewer signatures than a note may have. */
const MOST_WITNESSES = 48;

/** The policy in a file. @throws ConfigurationInvalid */
export function readWitnessPolicy(path: string): WitnessPolicy {
  return reading('BALI_WITNESS_POLICY', path, (text) => {
    const policy = parsePolicy(text);
    if (policy.witnesses.length > MOST_WITNESSES)
      throw new Malformed(
        'witness policy',
        `it names ${policy.witnesses.length} witnesses, and ${MOST_WITNESSES} can sign`,
      );
    for (const { url } of policy.witnesses) if (url !== undefined) checkAddress(url);
    return policy;
  });
}

/** The authorities in a file, with their certificates, whose files are named from its folder on. @throws ConfigurationInvalid */
export function readAuthorities(path: string): readonly AskedAuthority[] {
  return reading('BALI_TIME_STAMP_AUTHORITIES', path, (text) => {
    const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
    if (lines.length === 0 || lines.length > MOST_AUTHORITIES)
      throw new Malformed('list of authorities', `it names one or two, not ${lines.length}`);
    const authorities = lines.map((line) => authorityIn(line, path));
    if (new Set(authorities.map(({ name }) => name)).size < authorities.length)
      throw new Malformed('list of authorities', 'two have one name');
    return authorities;
  });
}

function authorityIn(line: string, path: string): AskedAuthority {
  const [name = '', url = '', file = '', ...more] = line.trim().split(/\s+/);
  if (file === '' || more.length > 0)
    throw new Malformed('list of authorities', 'a line is `<name> <address> <file of its certificate>`');
  checkAddress(url);
  return { ...stampAuthority(name, readFileSync(resolve(dirname(path), file), 'utf8')), url };
}

function checkAddress(url: string): void {
  const parsed = URL.parse(url);
  if (parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.hash === '') return;
  throw new Malformed('address', `${url} is not one that begins with https:// or http://`);
}

function reading<Result>(name: string, path: string, read: (text: string) => Result): Result {
  try {
    return read(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigurationInvalid([`${name}: ${path} cannot be used: ${why}`]);
  }
}
