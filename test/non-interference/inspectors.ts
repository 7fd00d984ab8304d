import { permits, type Person } from '@bali/access';
import { LEDGERS } from '@bali/ledger';
import { EXPORT_FORMAT_IDS } from '@bali/exports';
import { ExportJobs, PackageJobs } from '@bali/queries';
import { someone } from './people.js';
import type { Transcript } from './transcript.js';
import { jsonOf, type World } from './world.js';

const UNBLINDED = someone('inspector-with-sealed-access');
const SEALED = '/v1/ledgers/sealed';
const PACKAGES = '/v1/packages';
const EXPORTS = '/v1/exports';

/** Proofs and tiles are asked for at regular sizes of the ledger. */
const SOME = 2;

/** The blinded ask for a package of each ledger, and wait for those that they get. */
export async function askForPackages(world: World, transcript: Transcript, people: readonly Person[]): Promise<void> {
  for (const person of people) {
    for (const ledger of LEDGERS) {
      const [answer] = await world.command(person, PACKAGES, { ledger, reason: 'routine inspection' }, 'inspection');
      if (answer !== undefined) transcript.response(`POST ${PACKAGES} of ${ledger} as ${person.userId}`, answer);
    }
  }
  await world.inspection.app.get(PackageJobs).idle();
}

/**
 * The blinded ask for an export in each format, with arms masked and with arms shown, and fetch what they get. Whoever may export nothing
 * asks for one.
 */
export async function askForExports(world: World, transcript: Transcript, people: readonly Person[]): Promise<void> {
  const exports = world.inspection.app.get(ExportJobs);
  for (const person of people) {
    for (const format of permits(person.role, 'export-data') ? EXPORT_FORMAT_IDS : EXPORT_FORMAT_IDS.slice(0, 1)) {
      for (const arms of ['masked', 'shown']) {
        const what = `${EXPORTS} as ${format} with arms ${arms} as ${person.userId}`;
        const [answer] = await world.command(person, EXPORTS, { format, arms }, 'inspection');
        if (answer === undefined) continue;
        transcript.response(`POST ${what}`, answer);
        await exports.idle();
        const { id } = jsonOf(answer) as { readonly id?: string };
        if (id === undefined) continue;
        for (const path of [`${EXPORTS}/${id}`, `${EXPORTS}/${id}/file`]) {
          const got = await world.exchange(person, { to: 'inspection', method: 'GET', path });
          transcript.response(`GET ${path.replace(id, '')} of ${what}`, got);
        }
      }
    }
  }
}

/**
 * An inspector who may know reads the whole sealed ledger in every way that there is, in small pages: how many these are depends
 * on how many records there are. Nothing of what they get is compared; that they have read it may tell nobody anything.
 */
export async function unblindedInspects(world: World): Promise<void> {
  const get = (path: string) => world.exchange(UNBLINDED, { to: 'inspection', method: 'GET', path: SEALED + path });
  let cursor = '';
  for (;;) {
    const { next } = jsonOf(await get(`/audit-log?limit=1${cursor}`)) as { next?: string };
    if (next === undefined) break;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
  const log = world.inspectionLogs.sealed;
  const size = (await log.reader.latestCheckpoint())?.size ?? 0;
  await get('/checkpoint');
  for (let index = 0; index < size; index += SOME) {
    await get(`/proofs/inclusion/${index}`);
    await get(`/receipts/${index}`);
    await get(`/tile/entries/000.p/${index + 1}`);
    await get(`/tile/0/000.p/${index + 1}`);
    await get(`/proofs/consistency?from=${index}`);
  }
  const body = { ledger: 'sealed', reason: 'inspection of what is sealed' };
  const [made] = await world.command(UNBLINDED, PACKAGES, body, 'inspection');
  await world.inspection.app.get(PackageJobs).idle();
  const { id = '' } = (made === undefined ? {} : jsonOf(made)) as { id?: string };
  await world.exchange(UNBLINDED, { to: 'inspection', method: 'GET', path: `${PACKAGES}/${id}/file` });
}
