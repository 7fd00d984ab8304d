import { cellsOf, entryOf } from '@bali/cell-therapy';
import { SEALED_STREAM } from '@bali/blinding';
import { DisclosureLog } from '@bali/commands';
import { Metrics } from '@bali/http';
import { LEDGER_STORES, type LedgerStores } from '@bali/installation';
import { leafOf, recordOf } from '@bali/ledger';
import { ExportJobs, PackageJobs } from '@bali/queries';
import { patientOfStream } from '@bali/trial';
import { armIn } from './mutants.js';
import type { World } from './world.js';

/** What somebody could do to the inspection API without meaning any harm; see `SITE_MUTANTS`. */
export const INSPECTION_MUTANTS: Readonly<Record<string, (world: World) => void>> = {
  'a word of the freezer in the audit log of the trial': (world) => {
    const { trial } = world.inspection.app.get<LedgerStores>(LEDGER_STORES);
    const read = trial.read.bind(trial);
    trial.read = async function* (...from: Parameters<typeof read>) {
      // A package is made of the whole ledger, and would not be made of one that differs from its checkpoint.
      if (from.length === 0) {
        yield* read();
        return;
      }
      const { state } = await world.api.resources.cells.load(SEALED_STREAM);
      for await (const page of read(...from)) {
        yield page.map((event) => {
          const record = recordOf(event.leaf);
          const cells = cellsOf(state, patientOfStream(record.stream) ?? '');
          if (event.type !== 'Implanted' || entryOf(cells, 'CellsCryoConserved') === undefined) return event;
          const actor = { ...record.metadata.actor, name: `${record.metadata.actor.name}, and the cells are frozen` };
          return { ...event, leaf: leafOf({ ...record, metadata: { ...record.metadata, actor } }) };
        });
      }
    };
  },

  'the size of the sealed ledger in the manifest of a package': (world) => {
    const packages = world.inspection.app.get(PackageJobs);
    const stores = world.inspection.app.get<LedgerStores>(LEDGER_STORES);
    const request = packages.request.bind(packages);
    packages.request = async (asked) => {
      const sealed = (await stores.sealed.lastPosition()) + 1;
      return request({ ...asked, reason: `${asked.reason}, of ${sealed} sealed records` });
    };
  },

  'the size of the sealed ledger in the name of an export': (world) => {
    const exports = world.inspection.app.get(ExportJobs);
    const stores = world.inspection.app.get<LedgerStores>(LEDGER_STORES);
    const fileOf = exports.fileOf.bind(exports);
    exports.fileOf = async (...asked) => {
      const file = await fileOf(...asked);
      return { ...file, name: `${await stores.sealed.lastPosition()}-${file.name}` };
    };
  },

  'the size of the sealed ledger in the access ledger': (world) => {
    const disclosures = world.inspection.app.get(DisclosureLog);
    const logs = world.inspectionLogs;
    const record = disclosures.record.bind(disclosures);
    disclosures.record = (event, shownTo) => {
      if (event.type !== 'SealedPackageExported') return record(event, shownTo);
      const data = {
        ...event.data,
        ledger: 'sealed',
        treeSize: logs.sealed.follower.size,
        root: '5f'.repeat(32),
      } as const;
      return record({ type: 'PackageExported', data }, shownTo);
    };
  },

  'an event of the access ledger for each page of the sealed one that is read': (world) => {
    const disclosures = world.inspection.app.get(DisclosureLog);
    disclosures.recordReading = async (what, shownTo) => {
      await disclosures.record({ type: 'SealedDataRead', data: { what } }, shownTo);
    };
  },

  'what is asked of the sealed ledger counted as any other request': (world) => {
    const metrics = world.inspection.app.get(Metrics);
    world.inspection.app.getHttpServer().on('request', ({ url = '' }) => {
      if (url.startsWith('/v1/ledgers/sealed/')) metrics.requestAnswered('GET', '/v1/ledgers/:ledger', 200, 0.01);
    });
  },

  'a metric of what is read, by arm': (world) => {
    const metrics = world.inspection.app.get(Metrics);
    const disclosures = world.inspection.app.get(DisclosureLog);
    const recordReading = disclosures.recordReading.bind(disclosures);
    disclosures.recordReading = async (what, shownTo) => {
      metrics.commandDone(`read ${what}`, (await armIn(world, 'REI-001')) ?? 'none');
      await recordReading(what, shownTo);
    };
  },
};
