import { Alarms } from '@bali/installation';
import { relative } from 'node:path';
import type { Check } from './check.js';

/** Alarms that the server raised, and that nobody has seen yet. */
export const raisedAlarms: Check = {
  name: 'alarms',
  find: ({ directory: { path, alarms } }) =>
    Promise.resolve(
      new Alarms(alarms, () => new Date(0)).all().map(({ about, raisedAt, details }) => ({
        file: relative(path, alarms),
        what: `holds an alarm about ${about}, raised at ${raisedAt}: ${textOf(details)}`,
        wayOut: 'Find out who or what altered the file. Then run `bali check --seen`: the alarm is over.',
      })),
    ),
};

function textOf(details: Readonly<Record<string, string>>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
}
