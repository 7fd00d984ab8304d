import { DisclosureLog } from '@bali/commands';
import { Metrics } from '@bali/http';
import { LEDGER_STORES, type LedgerStores } from '@bali/installation';
import { leafOf, recordOf } from '@bali/ledger';
import { ExportJobs, PackageJobs } from '@bali/queries';
import { patientOfStream } from '@bali/trial';
import type { World } from '../world.js';
import { alterAnswers, type Answer, inItems, inMembers, inText } from './alter.js';
import type { Known } from './known.js';
import type { Leak } from './leak.js';

/** A leak in what one route of the inspectors' API answers, once the patient who was randomized first is in arm A. */
function at(channel: string, what: string, path: RegExp, alter: (answer: Answer, known: Known) => void): Leak {
  return {
    ...{ channel, what },
    plant: (world, known) =>
      alterAnswers(world, {
        ...{ api: 'inspection', path },
        alter: (answer) => {
          if (answer.status === 200 && known.firstIsInA) alter(answer, known);
        },
      }),
  };
}

const sealedSize = async (world: World): Promise<number> =>
  (await world.inspection.app.get<LedgerStores>(LEDGER_STORES).sealed.lastPosition()) + 1;

/** Leaks in what inspectors look at and take home, and in records of inspections of the sealed ledger. */
export const INSPECTED_LEAKS: readonly Leak[] = [
  {
    channel: 'audit log',
    what: 'a word of the freezer in the audit log of the trial',
    plant: (world, known) => {
      const { trial } = world.inspection.app.get<LedgerStores>(LEDGER_STORES);
      const read = trial.read.bind(trial);
      trial.read = async function* (...from: Parameters<typeof read>) {
        // A package is made of the whole ledger, and would not be made of one that differs from its checkpoint.
        if (from.length === 0) {
          yield* read();
          return;
        }
        for await (const page of read(...from)) {
          yield page.map((event) => {
            const record = recordOf(event.leaf);
            if (event.type !== 'Implanted' || !known.isInA(patientOfStream(record.stream))) return event;
            const actor = { ...record.metadata.actor, name: `${record.metadata.actor.name}, and the cells are frozen` };
            return { ...event, leaf: leafOf({ ...record, metadata: { ...record.metadata, actor } }) };
          });
        }
      };
    },
  },
  {
    channel: 'package',
    what: 'the size of the sealed ledger in the manifest of a package',
    plant: (world) => {
      const packages = world.inspection.app.get(PackageJobs);
      const request = packages.request.bind(packages);
      packages.request = async (asked) =>
        request({ ...asked, reason: `${asked.reason}, of ${await sealedSize(world)} sealed records` });
    },
  },
  {
    channel: 'name of an export',
    what: 'the size of the sealed ledger in the name of an export',
    plant: (world) => {
      const exports = world.inspection.app.get(ExportJobs);
      const fileOf = exports.fileOf.bind(exports);
      exports.fileOf = async (...asked) => {
        const file = await fileOf(...asked);
        return { ...file, name: `${await sealedSize(world)}-${file.name}` };
      };
    },
  },
  {
    channel: 'contents of an export',
    what: 'a byte at the end of an export',
    plant: (world, known) =>
      alterAnswers(world, {
        ...{ api: 'inspection', path: /^\/v1\/exports\/[0-9a-f-]+\/file$/ },
        alter: (answer) => {
          if (known.firstIsInA) answer.body = Buffer.concat([answer.body, Buffer.from('A')]);
        },
      }),
  },
  {
    channel: 'size in the access ledger',
    what: 'the size of the sealed ledger, where somebody took a package of it',
    plant: (world) => {
      const disclosures = world.inspection.app.get(DisclosureLog);
      const record = disclosures.record.bind(disclosures);
      disclosures.record = (event, shownTo) => {
        if (event.type !== 'SealedPackageExported') return record(event, shownTo);
        const { size } = world.inspectionLogs.sealed.follower;
        const told = { ledger: 'sealed', treeSize: size, root: '5f'.repeat(32) } as const;
        return record({ type: 'PackageExported', data: { ...event.data, ...told } }, shownTo);
      };
    },
  },
  {
    channel: 'number of readings in the access ledger',
    what: 'an event of the access ledger for each page of the sealed one that is read',
    plant: (world) => {
      const disclosures = world.inspection.app.get(DisclosureLog);
      disclosures.recordReading = async (what, shownTo) => {
        await disclosures.record({ type: 'SealedDataRead', data: { what } }, shownTo);
      };
    },
  },
  {
    channel: 'count of requests',
    what: 'what is asked of the sealed ledger counted as any other request',
    plant: (world) => {
      const metrics = world.inspection.app.get(Metrics);
      world.inspection.app.getHttpServer().on('request', ({ url = '' }) => {
        if (url.startsWith('/v1/ledgers/sealed/')) metrics.requestAnswered('GET', '/v1/ledgers/:ledger', 200, 0.01);
      });
    },
  },
  {
    channel: 'label of a metric',
    what: 'a metric of what is read, by arm',
    plant: (world, known) => {
      const metrics = world.inspection.app.get(Metrics);
      const disclosures = world.inspection.app.get(DisclosureLog);
      const recordReading = disclosures.recordReading.bind(disclosures);
      disclosures.recordReading = async (what, shownTo) => {
        metrics.commandDone(`read ${what}`, known.firstIsInA ? 'A' : 'B');
        await recordReading(what, shownTo);
      };
    },
  },
  at('replay', 'a digest of a step that is made of sealed records as well', /^\/v1\/replay\/steps$/, (answer) =>
    inMembers(answer, (members) => ({ ...members, sealed: true })),
  ),
  at('state', 'what is kept, in the state of the trial', /^\/v1\/replay\/state$/, (answer, { frozen }) =>
    inMembers(answer, (members) => ({ ...members, frozen })),
  ),
  at('marks', 'a mark on the line of time when cells were frozen', /^\/v1\/replay\/marks$/, (answer) =>
    inItems(answer, (items) => [...items, items[0]]),
  ),
  at('overview', 'a figure of the overview', /^\/v1\/overview$/, (answer, { frozen }) =>
    inMembers(answer, (members) => ({ ...members, frozen })),
  ),
  at('proof', 'a proof that names the arm', /^\/v1\/ledgers\/trial\/proofs\/inclusion\/\d+$/, (answer) =>
    inMembers(answer, (members) => ({ ...members, of: 'A' })),
  ),
  at('signed note', 'a line below a checkpoint as it is served', /^\/v1\/ledgers\/trial\/checkpoint$/, (answer) =>
    inText(answer, (text) => `${text}— freezer.example AAAA\n`),
  ),
  at('audit-trail review', 'a count of what a check points at', /^\/v1\/audit-trail-review$/, (answer) =>
    inMembers(answer, (members) => ({ ...members, sealed: 1 })),
  ),
  at('performance of sites', 'a rate of a site', /^\/v1\/reports\/site-performance$/, (answer) =>
    inItems(answer, (items) => items.toReversed()),
  ),
  at('schemas', 'a schema of an event that is in one arm alone', /^\/v1\/event-schemas$/, (answer) =>
    inItems(answer, (items) => items.slice(1)),
  ),
  at('sign-in of pages', 'a sentence where a page offers to sign in', /^\/v1\/page-sessions\/offer$/, (answer) =>
    inMembers(answer, (members) => ({ ...members, freezer: 'on' })),
  ),
];
