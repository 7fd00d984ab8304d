import { runBali } from '@bali-app/bali/testing';
import {
  BODIES,
  bringPatient,
  openTrial,
  type RecordedBody,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '@bali-app/site-api/testing';
import {
  type TamperingWithTexts,
  tamperingInFile,
  type TemporaryDirectory,
  temporaryDirectory,
} from '@bali/event-store/testing';
import { type FreeText, formatVerifierKey } from '@bali/ledger';
import type { AuditEntry } from '@bali/projections';
import { type PatientView, TextAlarm, TextGuard } from '@bali/queries';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Free texts of a running installation are altered and deleted in its file, with the triggers dropped; then every door is asked.
 */
const NARRATIVES = {
  authentic: 'The patient was seen at the ward',
  redacted: 'The daughter, Odile Fontaine-Mercier, called at midnight',
  missing: 'Pain at rest since Tuesday',
  altered: 'The wound was clean',
} as const;
type State = keyof typeof NARRATIVES;
const STATES = Object.keys(NARRATIVES) as readonly State[];
const FORGED = 'The wound was never seen';
const WORDS: Readonly<Record<State, string>> = {
  authentic: `“${NARRATIVES.authentic}”`,
  redacted: '[redacted]',
  missing: '[missing: this text is gone, and no event says that it was redacted]',
  altered: '[altered: what is kept in the place of this text is not what was written]',
};
const FIELD = '/data/narrative';
const MONITOR = { as: someoneIn('monitor') };

let api: SiteApiUnderTest;
let folder: TemporaryDirectory;
let patient: string;
let key: string;
let tampering: TamperingWithTexts;
/** By what became of them: the ids of the events, and the texts as they were written. */
const events: Partial<Record<State, string>> = {};
const texts: Partial<Record<State, FreeText>> = {};

const place = (name: string): string => join(folder.path, name);
const bali = (...args: readonly string[]) => runBali(args, { BALI_DATA: api.directory.path });
const metric = async (): Promise<string> => (await api.get('/metrics', { as: someoneIn('administrator') })).text;

async function report(narrative: string): Promise<string> {
  const body = { ...BODIES.adverseEvent, narrative, ...signatureFor('serious-adverse-event') };
  const answer = await api.post<RecordedBody>(`/v1/patients/${patient}/adverse-events`, body);
  expect([answer.status, answer.text]).toEqual([201, answer.text]);
  return answer.body.events[0]!;
}

async function chart(): Promise<PatientView> {
  return api.read<PatientView>(`/v1/patients/${patient}`, MONITOR);
}

async function told(): Promise<string> {
  const page = await api.read<{ items: AuditEntry[] }>(`/v1/audit-log?patient=${patient}`, MONITOR);
  return page.items.map(({ sentence }) => sentence).join('\n');
}

beforeAll(async () => {
  folder = temporaryDirectory();
  api = await startSiteApi();
  await openTrial(api);
  patient = await bringPatient(api, 'implanted');
  api.clock.set('2011-03-04T07:30:00.123Z');
  const { trialLedger, logs } = api.api.resources;
  for (const state of STATES) {
    const id = await report(NARRATIVES[state]);
    const record = (await api.records()).find((one) => one.id === id)!;
    const { narrative } = record.data as { narrative: string };
    events[state] = id;
    texts[state] = (await trialLedger.readTexts([narrative])).authentic.get(narrative)!;
  }
  const redaction = { redactedEvent: events.redacted, field: FIELD, why: 'names-a-person' };
  await api.record(`/v1/patients/${patient}/redactions`, redaction, { as: someoneIn('data-manager') });
  const account = { userId: 'odile', name: 'O. F.', organisation: 'CHU de Reims', reason: 'she joins the site' };
  await api.record('/v1/accounts', account, { as: someoneIn('administrator') });
  const deviation = { foundAt: '2011-03-02T10:00:00Z', kind: 'transport', description: 'the box was warm' };
  const sealedRecord = { deviation, reason: 'as the procedure asks' };
  await api.record(`/v1/cell-therapy/patients/${patient}/records`, sealedRecord, {
    as: someoneIn('cell-therapy-unit'),
  });
  key = formatVerifierKey(logs.trial.signing.verifiers[0]!);
  tampering = tamperingInFile(api.directory.ledgers.trial);
  const made = await bali('backup', '--out', place('before'));
  expect([made.exitCode, made.errors]).toEqual([0, '']);
  expect((await bali('check')).output).toContain('well   free texts');
  await tampering.alter(texts.altered!, { text: FORGED });
  await tampering.lose(texts.missing!);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

describe('[P11-10a] [P11-10c] free texts that were altered and deleted while the server runs', () => {
  it('are shown as what they are in the chart and the audit log, and never as what somebody put there', async () => {
    const { texts: shown, entries } = await chart();
    for (const state of STATES) {
      const entry = entries.find(({ id }) => id === events[state])!;
      expect([state, shown[(entry.data as { narrative: string }).narrative]]).toEqual([state, WORDS[state]]);
    }
    for (const state of STATES) expect(await told()).toContain(`narrative: ${WORDS[state]}`);
    expect((await told()).includes(FORGED)).toBe(false);
  });

  it('are an alarm: each is in the log once, by its event, and readiness and a metric say so while the API goes on', async () => {
    await chart();
    await told();
    const lines = api.log.lines().filter(({ msg }) => String(msg).includes('free text'));
    expect(lines.map(({ level, ledger, event, field }) => [level, ledger, event, field])).toEqual([
      ['error', 'trial', events.missing, FIELD],
      ['error', 'trial', events.altered, FIELD],
    ]);
    for (const text of [...Object.values(NARRATIVES), FORGED]) expect(api.log.text().includes(text)).toBe(false);
    const ready = await api.get<{ checks: Record<string, string> }>('/health/ready', { as: null });
    expect([ready.status, ready.body.checks['free-texts']]).toEqual([200, 'down']);
    expect(await metric()).toContain('free_texts_faulty{ledger="trial"} 1');
    expect(await metric()).toContain('free_texts_faulty{ledger="sealed"} 0');
    expect(await report('Reading and recording go on')).toBeDefined();
  });

  it('are named in a certified copy, which is made all the same and verifies in all else', async () => {
    const response = await api.fetch('/v1/certified-copies/REI', {}, someoneIn('study-coordinator'));
    expect(response.status).toBe(200);
    writeFileSync(place('copy.zip'), Buffer.from(await response.arrayBuffer()));
    await expectNamed(place('copy.zip'));
  });

  it('are named in a package, by the command that makes it and by the one that verifies it', async () => {
    const made = await bali('export', '--ledger', 'trial', '--out', place('package'));
    expect(made.exitCode).toBe(3);
    expect(made.errors).toMatch(/^DAMAGED\. It is made all the same\./m);
    await expectNamed(place('package'));
    for (const file of ['audit-log.csv', 'audit-log.html']) {
      const content = readFileSync(join(place('package'), file), 'utf8');
      for (const words of [WORDS.missing, WORDS.altered, WORDS.redacted])
        expect([file, content.includes(words)]).toEqual([file, true]);
      expect(content.includes(FORGED)).toBe(false);
    }
  });

  it('are named by a back-up and by its restoring, which are done all the same, and by bali check', async () => {
    const backUp = await bali('backup', '--out', place('damaged'));
    expect(backUp.exitCode).toBe(3);
    expect(backUp.errors).toContain(`missing: ${FIELD} of event ${events.missing!}`);
    expect(backUp.errors).toContain(`altered: ${FIELD} of event ${events.altered!}`);
    const restored = await runBali(['restore', '--from', place('damaged')], { BALI_DATA: place('restored') });
    expect([restored.exitCode, restored.errors]).toEqual([
      3,
      expect.stringContaining('DAMAGED. The back-up is restored'),
    ]);
    const checked = await bali('check');
    expect(checked.exitCode).toBe(1);
    expect(checked.output).toContain(`does not hold the text ${FIELD} of the event ${events.missing!}`);
    expect(checked.output).toContain(`holds something else than the text ${FIELD} of the event ${events.altered!}`);
  });

  it('are no text for a migration, which copies nothing', async () => {
    const migrated = await bali(
      'migrate',
      '--from',
      `sqlite:${api.directory.path}`,
      '--to',
      `sqlite:${place('moved')}`,
    );
    expect(migrated.exitCode).toBe(1);
    expect(migrated.errors).toMatch(/^trial: 2 free texts are missing or altered in the source/);
  });

  it('are found beside the other ledgers too: of the sealed one neither which nor how many', async () => {
    const { ledgers } = api.directory;
    for (const ledger of ['sealed', 'access'] as const) {
      const kept = await textsBeside(ledger);
      expect(kept.length).toBeGreaterThan(0);
      for (const text of kept) await tamperingInFile(ledgers[ledger]).lose(text);
    }
    const { output } = await bali('check');
    expect(output).toMatch(
      /access\.db does not hold the text \/metadata\/reason of the event [0-9a-f-]{36}, and no event says/,
    );
    expect(output.match(/sealed\.db .*/g)).toEqual(['sealed.db does not hold free texts as they were written.']);
    await api.api.resources.logs.sealed.signing.sign();
    const exported = await bali('export', '--ledger', 'sealed', '--out', place('sealed'));
    expect([exported.exitCode, exported.errors]).toEqual([3, expect.stringContaining('DAMAGED')]);
    expect((await bali('verify', place('sealed'))).errors).toContain('A free text is missing that was not redacted');
  });

  it('are noticed after a start, also where nobody reads them', async () => {
    await api.restart();
    const { app } = api.api;
    expect(app.get(TextAlarm).raised).toEqual([]);
    await app.get(TextGuard).look();
    expect(app.get(TextAlarm).raised).toEqual(['trial', 'access']);
  });

  it('are put back from a back-up that has them: then all is well, and what was redacted stays erased', async () => {
    expect((await bali('texts', '--from', place('damaged'))).exitCode).toBe(3);
    const mended = await bali('texts', '--from', place('before'));
    expect([mended.exitCode, mended.errors]).toEqual([0, '']);
    await api.api.app.get(TextGuard).look();
    const shown = await told();
    for (const state of ['authentic', 'missing', 'altered'] as const) expect(shown).toContain(`“${NARRATIVES[state]}”`);
    expect(shown).toContain(WORDS.redacted);
    const { checks } = await api.read<{ checks: Record<string, string> }>('/health/ready', { as: null });
    expect(checks['free-texts']).toBe('up');
    expect((await bali('check')).output).toContain('well   free texts');
    expect((await bali('export', '--ledger', 'trial', '--out', place('mended'))).exitCode).toBe(0);
    expect((await bali('verify', place('mended'), '--key', key)).exitCode).toBe(0);
  });

  it('[R3-422b] stay redacted where somebody puts the text back', async () => {
    await api.api.resources.trialLedger.keepTexts([texts.redacted!]);
    expect(Object.values((await chart()).texts)).not.toContain(`“${NARRATIVES.redacted}”`);
    await bali('export', '--ledger', 'trial', '--out', place('put-back'));
    expect(readFileSync(join(place('put-back'), 'texts.jsonl'), 'utf8').includes(NARRATIVES.redacted)).toBe(false);
    await api.restart();
    expect((await api.api.resources.trialLedger.readTexts([texts.redacted!.hash])).authentic.size).toBe(0);
  });
});

async function textsBeside(ledger: 'sealed' | 'access'): Promise<readonly FreeText[]> {
  const { sealedLedger, accessLedger } = api.api.resources;
  const kept: FreeText[] = [];
  for await (const { authentic } of { sealed: sealedLedger, access: accessLedger }[ledger].allTexts())
    kept.push(...authentic.values());
  return kept;
}

/** Both are refused by those who verify, unless they do without these texts; then the result names them. */
async function expectNamed(path: string): Promise<void> {
  const refused = await bali('verify', path, '--key', key);
  expect(refused.exitCode).toBe(1);
  expect(refused.errors).toMatch(/A free text is missing that was not redacted.*it is missing.*it was altered/);
  const { exitCode, output } = await bali('verify', path, '--key', key, '--missing-texts');
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^VERIFIED, but 2 FREE TEXTS ARE MISSING/);
  expect(output).toMatch(new RegExp(`missing: ${FIELD} of event \\d+\n +altered: ${FIELD} of event \\d+`));
  expect(output).toContain('Redacted      1 free texts');
}
