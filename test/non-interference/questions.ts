import { LEDGERS } from '@bali/ledger';
import { BLINDED, SITES, someone } from './people.js';

/** What there is in a world to be asked for. */
export interface Things {
  readonly patients: readonly string[];
  readonly events: readonly string[];
  /** The inspection packages of those who are blinded. */
  readonly packages: readonly string[];
  /** How many events the last checkpoints of the trial and of the access ledger are of. */
  readonly signedSizes: readonly number[];
}

const NO_PACKAGE = '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a';
const TILE_WIDTH = 256;

/** What can stand at a place of a path. A new place has to be added here, or nothing at it would be looked at. */
export function valuesAt(place: string, { patients, events, packages, signedSizes }: Things): readonly string[] {
  const values: Readonly<Record<string, readonly string[]>> = {
    patient: [...patients, 'REI-099'],
    site: SITES,
    number: ['1'],
    type: ['Randomized', 'ProductReleased', 'Implanted'],
    userId: [...BLINDED.slice(0, 2), someone('cell-therapy-unit')].map(({ userId }) => userId),
    event: events.slice(-2),
    code: ['not-permitted'],
    ledger: LEDGERS,
    position: ['20'],
    request: events.slice(-1),
    erratum: events.slice(-1),
    record: events.slice(-1),
    index: ['0', ...signedSizes.map((size) => String(size - 1)), '100000'],
    id: [...packages, NO_PACKAGE],
    path: [...new Set(signedSizes.flatMap(tilesOf)), '1/000', 'entries/100'],
    check: ['late-entries', 'odd-hours', 'reads-that-could-unblind'],
    token: ['unknown'],
    feed: [],
    session: [],
    delegation: [],
    passkey: [],
    credential: [],
  };
  const known = values[place];
  if (known === undefined) throw new Error(`no test of non-interference knows what to put at {${place}} of a path`);
  return known;
}

/** The last tile of hashes and the last bundle of entries of a tree, and the first where there are more. */
function tilesOf(size: number): readonly string[] {
  const [last, width] = [Math.floor(size / TILE_WIDTH), size % TILE_WIDTH];
  const named = (index: number) => String(index).padStart(3, '0');
  const partial = width === 0 ? [] : [`${named(last)}.p/${width}`];
  const full = last === 0 ? [] : [named(0)];
  return [...full, ...partial].flatMap((tile) => [`0/${tile}`, `entries/${tile}`]);
}

/** Queries that are tried besides none, by the names that an endpoint takes; the first where one is required. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  // From page to page: every list is read so, whatever else is asked.
  cursor: [],
  atLeast: ['0'],
  limit: ['3'],
  order: ['oldest-first'],
  site: ['NAN'],
  status: ['in-follow-up', 'died'],
  type: ['ProductReleased', 'Implanted'],
  check: ['late-entries'],
  serious: ['yes'],
  on: ['2011-06-01'],
  old: ['0'],
  patient: ['REI-001'],
  person: ['investigator.rei'],
  role: ['investigator', 'monitor'],
  minAgeDays: ['0'],
  kind: ['visit-missed'],
  assessed: ['no'],
  what: ['visit-to-record'],
  standing: ['due'],
  field: ['/volumeMl'],
  text: ['harvest'],
  late: ['yes'],
  hours: ['20:00-09:00'],
  from: ['2011-03-02T00:00:00Z'],
  before: ['2011-09-02T00:00:00Z'],
  position: ['20'],
  instant: ['2011-03-05T00:00:00Z'],
  digest: ['true'],
  digests: ['true'],
  size: ['9'],
  schemaVersion: ['1'],
  to: ['9'],
};

/** The same where a name means something else. */
const QUERIES_OF: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  '/v1/witnessing/checkpoint': { old: ['0', '5'] },
  '/v1/safety/annual-figures': { from: ['2011-01-01'] },
  '/v1/replay/steps': { from: ['0'], limit: ['200'] },
  '/v1/ledgers/{ledger}/proofs/consistency': { from: ['1'] },
  '/v1/ledgers/access/audit-log': { type: ['SealedDataRead', 'PackageExported', 'SignedIn'], limit: ['200'] },
};

/** The values that are tried of a query. A new one has to be added here. */
export function valuesFor(path: string, name: string, { events }: Things): readonly string[] {
  if (name === 'event') return events.slice(-1);
  const known = QUERIES_OF[path]?.[name] ?? QUERIES[name];
  if (known === undefined) throw new Error(`no test of non-interference knows what to ask with ${path}?${name}=`);
  return known;
}
