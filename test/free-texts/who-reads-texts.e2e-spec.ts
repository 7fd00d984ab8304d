import { type InspectionApiUnderTest, startInspectionOf } from '@bali-app/inspection-api/testing';
import {
  BODIES,
  bringPatients,
  openTrial,
  type RecordedBody,
  secondAccountOf,
  type Sending,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '@bali-app/site-api/testing';
import type { Person } from '@bali/access';
import { runBali } from '@bali-app/bali/testing';
import { temporaryDirectory, type TemporaryDirectory } from '@bali/event-store/testing';
import { FilesInMemory } from '@bali/inspection/testing';
import { SITE_COPY, verifyPackage, WHOLE_LEDGER } from '@bali/inspection';
import type { AuditEntry } from '@bali/projections';
import { type PackageJob, PackageJobs } from '@bali/queries';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * What people write about patients, some of whom knew the arm of one of these, and who reads it: on a page, in a site's copy, and in a
 * package. Each text is a word of its own, that is searched for in every byte.
 */
const TEXTS = {
  /** Written by somebody who had been told an arm. */
  ofKnower: 'gladiolus',
  /** Written by the same person with another account. */
  ofSecondAccount: 'hellebore',
  /** Written by somebody who knew nothing, and not yet out of the site. */
  young: 'narcissus',
  released: 'saxifrage',
  flagged: 'valerian',
  /** What somebody who knew nothing put in the place of what the knower had written. */
  corrected: 'wisteria',
  /** Why that was corrected. */
  why: 'zinnia',
  /** Written by somebody who knew nothing, a week after all others. */
  latest: 'yarrow',
  /** A name, in a text that was corrected and then redacted. */
  redacted: 'Fontaine-Mercier',
  /** The same name, in what it was corrected to: redacted as well. */
  redactedToo: 'Odile',
} as const;
type Named = keyof typeof TEXTS;

const CLAIRE = someoneIn('investigator');
const COORDINATOR: Sending = { as: someoneIn('study-coordinator') };
/** Somebody else in the same role, so that nobody reads what is their own. */
const another = (person: Person): Person => ({ ...person, userId: `${person.userId}.2`, name: 'Somebody Else' });
const MONITOR: Sending = { as: someoneIn('monitor') };
const DATA_MANAGER: Sending = { as: someoneIn('data-manager') };
const INSPECTOR = someoneIn('inspector');
const FOR_ALL: readonly Named[] = ['released', 'why'];
const AFTER_A_WEEK: readonly Named[] = [...FOR_ALL, 'corrected', 'young'];
const FOR_THOSE_WHO_MAY_KNOW: readonly Named[] = [...FOR_ALL, 'flagged', 'ofKnower', 'ofSecondAccount'];

let api: SiteApiUnderTest;
let folder: TemporaryDirectory;
let patient: string;

/** Reports something that is not serious, with a narrative. */
async function reported(narrative: string, by: Sending): Promise<string> {
  const event = { ...BODIES.adverseEvent, termAsReported: 'a fall', seriousness: [], narrative };
  const { events } = await api.record(`/v1/patients/${patient}/adverse-events`, event, by);
  return events[0]!;
}

async function correct(correctedEvent: string, newValue: string, reason: string): Promise<string> {
  const correction = { correctedEvent, field: '/narrative', newValue, reason };
  return (await api.record(`/v1/patients/${patient}/corrections`, correction, COORDINATOR)).events[0]!;
}

async function review(event: string, verdict: 'release' | 'flag'): Promise<RecordedBody> {
  return api.record(`/v1/patients/${patient}/text-reviews`, { event, field: '/data/narrative', verdict }, MONITOR);
}

async function redact(redactedEvent: string, field: string): Promise<void> {
  const why = 'names-a-person';
  await api.record(`/v1/patients/${patient}/redactions`, { redactedEvent, field, why }, DATA_MANAGER);
}

beforeAll(async () => {
  folder = temporaryDirectory();
  api = await startSiteApi();
  await openTrial(api);
  const [told = '', other = ''] = await bringPatients(api, ['implanted', 'implanted']);
  patient = other;
  api.clock.set('2011-03-04T07:30:00.000Z');
  await api.record(`/v1/patients/${told}/emergency-unblinding`, { reason: 'septic shock' });
  const ofKnower = await reported(TEXTS.ofKnower, { as: CLAIRE });
  await reported(TEXTS.ofSecondAccount, await secondAccountOf(api, CLAIRE, 'claire.again'));
  await correct(ofKnower, TEXTS.corrected, TEXTS.why);
  await reported(TEXTS.young, COORDINATOR);
  await review(await reported(TEXTS.released, COORDINATOR), 'release');
  await review(await reported(TEXTS.flagged, { as: another(someoneIn('study-coordinator')) }), 'flag');
  const named = await reported(`told by ${TEXTS.redacted}`, COORDINATOR);
  const renamed = await correct(named, `told by ${TEXTS.redactedToo}`, 'the other daughter');
  await redact(named, '/data/narrative');
  await redact(renamed, '/data/newValue');
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const namesIn = (text: string): readonly Named[] =>
  (Object.keys(TEXTS) as readonly Named[]).filter((name) => text.includes(TEXTS[name])).toSorted();

/** What somebody reads on every page of the audit log that shows a text, page by page, so that no page explains another. */
async function readBy(role: Parameters<typeof someoneIn>[0]): Promise<readonly Named[]> {
  const as = someoneIn(role);
  const { items } = await api.read<{ items: AuditEntry[] }>('/v1/audit-log?limit=200', { as });
  const pages: string[] = [JSON.stringify(items)];
  for (const type of ['DataCorrected', 'AdverseEventReported']) {
    pages.push((await api.get(`/v1/audit-log?type=${type}`, { as })).text);
    pages.push((await api.get(`/v1/audit-log?type=${type}&limit=1`, { as })).text);
  }
  for (const rest of ['', '/timeline', '/fields']) {
    const { status, text } = await api.get(`/v1/patients/${patient}${rest}`, { as });
    expect(status).toBe(200);
    pages.push(text);
  }
  return namesIn(pages.join('\n'));
}

const sorted = (names: readonly Named[]) => [...new Set(names)].toSorted();

/** All that stands in the files of a zip file. */
function unzipped(path: string): string {
  const target = `${path}.unpacked`;
  const code = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])';
  const { status, stderr } = spawnSync('python3', ['-c', code, path, target], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return [...FilesInMemory.of(target).files.values()].map((bytes) => bytes.toString('utf8')).join('\n');
}

describe('[EMA-621-blind] the free texts of the trial', () => {
  it('are read by those who must stay blind but for what somebody wrote who knew, and for what a monitor kept back', async () => {
    for (const role of ['inspector', 'data-manager', 'sponsor-coordinator'] as const) {
      expect([role, await readBy(role)]).toEqual([role, sorted(FOR_ALL)]);
    }
    for (const role of ['monitor', 'safety-officer', 'study-coordinator'] as const) {
      expect([role, await readBy(role)]).toEqual([role, sorted(AFTER_A_WEEK)]);
    }
  });

  it('are read by those who may know arms, all of them but what was redacted', async () => {
    expect(await readBy('inspector-with-sealed-access')).toEqual(sorted(FOR_THOSE_WHO_MAY_KNOW));
  });

  it('are found by nobody who may not read them', async () => {
    const found = async (text: string) =>
      (await api.read<{ items: AuditEntry[] }>(`/v1/audit-log?text=${text}`, { as: INSPECTOR })).items.length;
    expect(await found(TEXTS.why)).toBeGreaterThan(0);
    for (const name of ['ofKnower', 'ofSecondAccount', 'young', 'flagged', 'corrected', 'redacted'] as const) {
      expect([name, await found(TEXTS[name])]).toEqual([name, 0]);
    }
  });

  it('are in a copy of the site as its people read them: what its knower wrote is withheld and listed', async () => {
    const response = await api.fetch('/v1/certified-copies/REI', {}, COORDINATOR.as ?? null);
    const path = join(folder.path, 'copy.zip');
    writeFileSync(path, Buffer.from(await response.arrayBuffer()));
    expect(namesIn(unzipped(path))).toEqual(sorted(AFTER_A_WEEK));
    const { withheldTexts, redactedTexts, findings } = await verifyPackage(SITE_COPY, path);
    // The reason of the unblinding, two texts each of both accounts of its person, the old value of the correction, what was flagged.
    expect([withheldTexts, redactedTexts]).toEqual([7, 3]);
    expect(findings).toMatchObject([{ finding: 'withheld-without-a-sign', texts: 2 }]);
  });

  it('[R3-422b] are nowhere once they were redacted, neither as old nor as new value of a correction', async () => {
    const corrections = (await api.records()).filter(({ type }) => type === 'DataCorrected');
    const { newValue } = corrections.at(-1)!.data as { newValue: string };
    const { texts } = await api.read<{ texts: object }>(`/v1/patients/${patient}`, MONITOR);
    expect(texts).toMatchObject({ [newValue]: '[redacted]' });
    const { items } = await api.read<{ items: AuditEntry[] }>('/v1/audit-log?type=DataCorrected&limit=1', MONITOR);
    expect(items[0]!.sentence).toContain('from [redacted] to [redacted]');
    const paths = [`/v1/patients/${patient}/fields?field=/narrative`, `/v1/patients/${patient}/timeline`];
    for (const path of [...paths, '/v1/audit-log?limit=200']) {
      const read = async (as: Person) => JSON.stringify(await api.read(path, { as }));
      expect([path, await read(someoneIn('monitor'))]).toEqual([path, expect.stringContaining('[redacted]')]);
      for (const text of [await read(someoneIn('monitor')), await read(someoneIn('inspector-with-sealed-access'))]) {
        expect([path, text.includes(TEXTS.redacted), text.includes(TEXTS.redactedToo)]).toEqual([path, false, false]);
      }
    }
  });

  it('[R3-422b] stand beside each value of a field and each event of the timeline, for those who may read them', async () => {
    for (const path of ['fields?field=/narrative', 'timeline']) {
      const read = async (as: Person) => JSON.stringify(await api.read(`/v1/patients/${patient}/${path}`, { as }));
      const [blinded, knower] = [await read(INSPECTOR), await read(someoneIn('inspector-with-sealed-access'))];
      expect([path, namesIn(blinded)]).toEqual([path, expect.arrayContaining(['released'])]);
      expect([path, blinded.includes(TEXTS.ofKnower)]).toEqual([path, false]);
      expect([path, knower.includes(TEXTS.ofKnower)]).toEqual([path, true]);
    }
  });

  describe('in packages', () => {
    let inspection: InspectionApiUnderTest;
    beforeAll(async () => {
      api.clock.set('2011-03-11T07:31:00.000Z');
      await reported(TEXTS.latest, COORDINATOR);
      expect(await readBy('inspector')).toEqual(sorted(AFTER_A_WEEK));
      await api.stop();
      inspection = await startInspectionOf(api.directory, api.clock.now().toISOString());
    });
    afterAll(() => inspection[Symbol.asyncDispose]());

    async function packageFor(as: typeof INSPECTOR): Promise<{ readonly path: string; readonly job: PackageJob }> {
      const body = { ledger: 'trial', reason: 'inspection' };
      const asked = await inspection.post<PackageJob>('/v1/packages', body, { as });
      await inspection.inject(PackageJobs).idle();
      const job = await inspection.read<PackageJob>(`/v1/packages/${asked.body.id}`, { as });
      const path = join(folder.path, `${job.id}.zip`);
      const response = await inspection.fetch(`/v1/packages/${job.id}/file`, {}, as);
      writeFileSync(path, Buffer.from(await response.arrayBuffer()));
      return { path, job };
    }

    it('are those that whoever must stay blind could read at the last event; what is withheld is listed', async () => {
      const { path, job } = await packageFor(another(INSPECTOR));
      expect(job).toMatchObject({ status: 'ready', texts: 'included', withheldTexts: 9 });
      expect(namesIn(unzipped(path))).toEqual(sorted(AFTER_A_WEEK));
      const { withheldTexts, redactedTexts, findings } = await verifyPackage(WHOLE_LEDGER, path);
      expect([withheldTexts, redactedTexts]).toEqual([9, 3]);
      // Which accounts are of one person, the trial ledger does not say.
      expect(findings).toMatchObject([{ finding: 'withheld-without-a-sign', texts: 2 }]);
    });

    it('are for whoever may know arms all that have left their site', async () => {
      const { path, job } = await packageFor(another(someoneIn('inspector-with-sealed-access')));
      expect([job.texts, job.withheldTexts]).toEqual(['included', 2]);
      expect(namesIn(unzipped(path))).toEqual(sorted([...AFTER_A_WEEK, ...FOR_THOSE_WHO_MAY_KNOW]));
      expect(await verifyPackage(WHOLE_LEDGER, path)).toMatchObject({
        withheldTexts: 2,
        redactedTexts: 3,
        findings: [],
      });
    });

    it('[R3-422b] stand beside the record as it was, and beside what each event changed', async () => {
      for (const path of [`/v1/replay/patients/${patient}`, '/v1/replay/steps?from=0&limit=200']) {
        const read = async (as: Person) => JSON.stringify(await inspection.read(path, { as: another(as) }));
        const [blinded, knower] = [await read(INSPECTOR), await read(someoneIn('inspector-with-sealed-access'))];
        expect([path, namesIn(blinded)]).toEqual([path, expect.arrayContaining(['corrected', 'released', 'young'])]);
        expect([path, namesIn(knower)]).toEqual([path, expect.arrayContaining(['flagged', 'ofSecondAccount'])]);
        for (const hidden of ['ofKnower', 'flagged', 'redacted', 'redactedToo'] as const) {
          expect([path, hidden, namesIn(blinded).includes(hidden)]).toEqual([path, hidden, false]);
        }
        expect(knower).toContain('[redacted]');
      }
    });

    it('[R3-422b] are in no table of the audit log once they were redacted', async () => {
      const as = another(someoneIn('inspector-with-sealed-access'));
      const { status, text } = await inspection.post('/v1/audit-log-exports', {}, { as });
      expect([status, namesIn(text)]).toEqual([200, expect.arrayContaining(['ofKnower'])]);
      expect([text.includes(TEXTS.redacted), text.includes(TEXTS.redactedToo)]).toEqual([false, false]);
    });

    it('are left out by an operator who makes a package for somebody blinded, and a sealed one is refused', async () => {
      const path = join(folder.path, 'blinded.zip');
      const bali = (...args: readonly string[]) => runBali(args, { BALI_DATA: api.directory.path });
      const made = await bali('export', '--blinded', '--out', path);
      expect([made.exitCode, made.output]).toEqual([0, expect.stringMatching(/Free texts .* withheld/)]);
      expect(namesIn(unzipped(path))).not.toContain('ofKnower');
      expect(namesIn(unzipped(path))).toEqual(expect.arrayContaining(sorted(FOR_ALL)));
      expect((await bali('verify', path)).exitCode).toBe(0);
      const refused = await bali('export', '--blinded', '--ledger', 'sealed', '--out', join(folder.path, 'x.zip'));
      expect([refused.exitCode, refused.errors]).toEqual([1, expect.stringContaining('shows every arm')]);
    });
  });
});
