/**
 * A site API in a process of its own, with patients whose cells are all used but for the last record of the day. It is told how
 * many, answers with a {@link Prepared}, and, to every further message, with the longest duration in its log since the one before.
 */
import { bringPatients, BODIES, fate, readCells, SiteApiUnderTest, someoneIn } from '@bali-app/site-api/testing';
import type { Arm } from '@bali/protocol';
import { once } from 'node:events';

/** One record that is still to be sent. */
export interface LastRecord {
  readonly arm: Arm['code'];
  readonly path: string;
  readonly body: object;
}

/** What stands ready. */
export interface Prepared {
  readonly url: string;
  readonly records: readonly LastRecord[];
  /** Tokens of the unit, of somebody at a site, and of an administrator. */
  readonly tokens: { readonly unit: string; readonly site: string; readonly administrator: string };
}

const [patients] = (await once(process, 'message')) as [number];
const api = new SiteApiUnderTest('2009-06-15T08:00:00.000Z', 'arms');
let slowest = 0;
// The log is looked at as it is written, and not kept: it would grow with each request.
Object.assign(api.log, {
  write: (line: string) => {
    slowest = Math.max(slowest, (JSON.parse(line) as { milliseconds?: number }).milliseconds ?? 0);
  },
});
await api.start();
const sponsor = { as: someoneIn('sponsor-coordinator') };
await api.record('/v1/trial', { ...BODIES.registration, recruitmentTarget: patients }, sponsor);
await api.record('/v1/sites', BODIES.opening, sponsor);
const unit = someoneIn('cell-therapy-unit');
await api.record('/v1/trial/randomization-list', { length: patients }, { as: unit });
const codes = await bringPatients(
  api,
  Array.from({ length: patients }, () => 'implanted' as const),
);
// The last record of the day is entered in the window of the next working day.
api.clock.set('2011-03-03T09:30:00.000Z');
const records: LastRecord[] = [];
for (const patient of codes) {
  const { arm } = await readCells(api, patient);
  if (arm === undefined) throw new Error(`${patient} has no arm`);
  records.push({ arm, path: `/v1/cell-therapy/patients/${patient}/records`, body: fate(patient, arm) });
}
const tokens = {
  unit: await api.tokenFor(unit),
  site: await api.tokenFor(someoneIn('investigator')),
  administrator: await api.tokenFor(someoneIn('administrator')),
};
process.on('message', () => {
  process.send?.(slowest);
  slowest = 0;
});
process.on('disconnect', () => {
  void api[Symbol.asyncDispose]().then(() => process.exit());
});
const prepared: Prepared = { url: api.url, records, tokens };
process.send?.(prepared);
