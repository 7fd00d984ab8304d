import { temporaryDirectory } from '@bali/event-store/testing';
import { someoneIn } from '@bali/identity/testing';
import { SampleLedger, samplePackage } from '@bali/inspection/testing';
import { expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settled } from './browser.js';
import { describeInBrowser } from './pages-under-test.js';
import { cosigned, TWO_OF_THREE } from './witnesses.js';
import { zipOf } from './zip-of.js';

const INSPECTOR = someoneIn('inspector');

describeInBrowser('what an inspector does on the pages', (pages) => {
  it('[P11-10b] replay to an event, and show the state and digest that the API computes', async () => {
    await pages.signIn(INSPECTOR, '/pages/replay?position=40');
    const digest = async () => (await pages.page.locator('[data-digest]').innerText()).trim();
    const asked = (position: number) =>
      pages.api.read<{ digest: string }>(`/v1/replay/state?position=${position}&digest=true`);
    expect(await digest()).toBe((await asked(40)).digest);
    await pages.page.getByLabel('Go to').fill('100');
    await pages.page.getByRole('button', { name: 'Go', exact: true }).click();
    await pages.page.getByRole('button', { name: 'One forward' }).click();
    await pages.page.getByText('bali replay --to 101').waitFor();
    await settled(pages.page);
    expect(await digest()).toBe((await asked(101)).digest);
    await pages.page.waitForURL(/position=101/);
    await pages.page.getByRole('button', { name: 'Play' }).click();
    await pages.page.getByRole('button', { name: 'Pause' }).waitFor();
    await pages.page.locator('.where strong', { hasText: /^10[3-9]$/ }).waitFor();
    await pages.page.getByRole('button', { name: 'Pause' }).click();
  });

  it('[EMA-621-field] find an event by a filter, and its proof, computed in the browser', async () => {
    await pages.signIn(INSPECTOR, '/pages/audit-log');
    await pages.page.getByLabel('Kind of event').selectOption('DataCorrected');
    await pages.page.getByRole('button', { name: 'Apply' }).click();
    await pages.page.waitForURL(/type=DataCorrected/);
    await settled(pages.page);
    expect(await pages.page.locator('.entry').count()).toBeGreaterThan(0);
    await pages.page.getByRole('link', { name: 'Record and proof' }).first().click();
    await pages.page.getByText('Consistent, signed by an unconfirmed key').waitFor();
    await pages.page.goBack();
    await pages.page.waitForURL(/type=DataCorrected/);
  });

  it('[EMA-622] lead from a check of the audit trail to its records, and record what was concluded', async () => {
    await pages.signIn(someoneIn('sponsor-coordinator'), '/pages/review');
    await pages.page.getByRole('link', { name: 'Changed after the sign-off' }).waitFor();
    const rows = pages.page
      .locator('tbody tr')
      .filter({ has: pages.page.locator('td:nth-of-type(1)', { hasText: /^[1-9]/ }) });
    await rows
      .filter({ has: pages.page.locator('svg') })
      .first()
      .getByRole('link')
      .first()
      .click();
    await pages.page.waitForURL(/review\/[a-z-]+/);
    await settled(pages.page);
    await pages.page.getByRole('group', { name: 'Records', exact: true }).locator('tbody tr').first().waitFor();
    await pages.page.getByRole('combobox', { name: 'Verdict' }).selectOption('explained');
    await pages.page.getByRole('textbox', { name: 'Findings' }).fill('The site was closed for a week.');
    await pages.page.getByRole('button', { name: 'Record the review' }).click();
    await pages.page.getByRole('group', { name: 'Reviews' }).getByText('The site was closed for a week.').waitFor();
    expect((await pages.api.accessRecords()).some(({ type }) => type === 'AuditTrailReviewed')).toBe(true);
  });

  it('[EMA-621-blind] show outcomes to a statistician, and tell an investigator when they will be', async () => {
    await pages.signIn(someoneIn('investigator'), '/pages/results');
    await pages.page.getByText('Until the database is locked').waitFor();
    expect(await pages.page.locator('svg.chart').count()).toBe(0);
    await pages.open();
    await pages.signIn(someoneIn('blinded-statistician'), '/pages/results');
    await pages.page.locator('svg.chart').first().waitFor();
    const { report, root } = await pages.api.read<{ report: { asOf: string }; root: string }>('/v1/reports/statistics');
    expect(await pages.text()).toContain(report.asOf);
    expect(await pages.text()).toContain(root);
  });

  it('[P11-10b] make an export for a statistician as of an event, and give it away; of arms nothing is offered', async () => {
    await pages.signIn(someoneIn('blinded-statistician'), '/pages/exports');
    expect(await pages.page.getByLabel('Arms').count()).toBe(0);
    await pages.page.getByLabel('Last event').fill('1000000');
    await pages.page.getByRole('button', { name: 'Make it' }).click();
    await pages.page.getByRole('alert').waitFor();
    await pages.page.getByLabel('Last event').fill('40');
    await pages.page.getByRole('button', { name: 'Make it' }).click();
    const fetched = pages.page.waitForEvent('download');
    await pages.page.getByRole('link', { name: 'Download' }).click();
    expect((await fetched).suggestedFilename()).toMatch(/\.zip$/);
    expect(await pages.text()).toContain('As of event 40');
  });

  it('[EMA-66] give an investigator the receipt of a record of the own site, which the verifier takes', async () => {
    await pages.signIn(someoneIn('investigator'), '/pages/audit-log?patient=REI-001');
    await pages.page.getByRole('link', { name: 'Record and proof' }).first().click();
    const saved = pages.page.waitForEvent('download');
    await pages.page.getByRole('button', { name: 'Save the receipt' }).click();
    const receipt = await (await saved).path();
    await pages.page.getByText('The receipt is saved').waitFor();
    await pages.show('/pages/verify');
    await pages.page.locator('input[type=file]').setInputFiles({
      name: 'receipt.json',
      mimeType: 'application/json',
      buffer: readFileSync(receipt),
    });
    await pages.page.locator('.verdict').waitFor();
    expect(await pages.text()).toContain('Consistent, signed by an unconfirmed key');
  });

  it('[EMA-621-blind] offer results by arm to whoever may read arms alone, and show none before the trial is unblinded', async () => {
    await pages.signIn(someoneIn('unblinded-statistician'), '/pages/results');
    await pages.page.getByRole('link', { name: 'Show by arm' }).click();
    await pages.page.getByText('The trial is not unblinded').waitFor();
    expect(pages.watched.answers.join()).not.toContain('placebo');
    await pages.open();
    await pages.signIn(someoneIn('blinded-statistician'), '/pages/results?by=arm');
    await pages.page.locator('svg.chart').first().waitFor();
    expect(await pages.page.getByRole('link', { name: 'Show by arm' }).count()).toBe(0);
  });

  it('say “verified” once the fingerprint of the key was confirmed, and denounce a server that shows another history', async () => {
    await pages.signIn(INSPECTOR);
    await pages.page.getByText('Consistent, signed by an unconfirmed key').waitFor();
    await pages.page.getByLabel('I compared this fingerprint').check();
    await pages.page.getByText('Verified', { exact: true }).waitFor();
    await pages.page.reload();
    await pages.page.getByText('Verified', { exact: true }).waitFor();
    // What another history would have looked like when this browser saw it last.
    await pages.page
      .evaluate(`Object.keys(localStorage).filter((key) => key.startsWith('bali.checkpoint.')).forEach((key) => {
      const lines = localStorage.getItem(key).split('\\n');
      lines[1] = '100';
      localStorage.setItem(key, lines.join('\\n'));
    })`);
    await pages.page.reload();
    await pages.page.getByText('This server shows another history than before').waitFor();
    await pages.show('/pages/audit-log/3');
    await pages.page.getByText('This server shows another history than before').waitFor();
    expect(await pages.text()).not.toContain('Verified');
  });

  it('verify a package offline, and name the first thing that is wrong with a tampered one', async () => {
    await pages.signIn(INSPECTOR, '/pages/verify');
    using folder = temporaryDirectory();
    const ledger = new SampleLedger(60);
    using made = await samplePackage(ledger.source(), { name: 'package.zip' });
    using plain = await samplePackage(ledger.source());
    await pages.page.getByText('The verifier is loaded').waitFor();
    await pages.page.context().setOffline(true);
    const drop = async (path: string, verdict: string) => {
      await pages.page.locator('input[type=file]').setInputFiles(path);
      await pages.page.locator('.verdict').getByText(verdict, { exact: true }).waitFor();
    };
    await drop(made.path, 'Consistent, signed by an unconfirmed key');
    const [key = ''] = readFileSync(join(plain.path, 'verifier-keys.txt'), 'utf8').split('\n');
    await pages.page.getByLabel('Verifier key, received by another way').fill(key);
    await drop(made.path, 'Verified');
    expect(await pages.text()).toContain(made.manifest.root);
    const tampered = await zipOf(plain.path, join(folder.path, 'tampered.zip'), (name, bytes) =>
      name === 'events.jsonl' ? Buffer.from(bytes.toString('utf8').replace('Claire', 'Clara')) : bytes,
    );
    await drop(tampered, 'Not verified');
    expect(await pages.text()).toContain('event-altered');
    const bomb = await zipOf(plain.path, join(folder.path, 'bomb.zip'), (name, bytes) =>
      name === 'events.jsonl' ? Buffer.alloc(64 * 1024 * 1024) : bytes,
    );
    await drop(bomb, 'Not verified');
    expect(await pages.text()).toContain('decompression-bomb');
    const nothing = join(folder.path, 'minutes.txt');
    writeFileSync(nothing, '<img src=x onerror=alert(1)>');
    await drop(nothing, 'Not verified');
    await pages.page.context().setOffline(false);
  });

  it('[EMA-66] ask for witnesses by a policy that came by another way, and refuse what too few have seen', async () => {
    await pages.signIn(INSPECTOR, '/pages/verify');
    const ledger = new SampleLedger(60);
    const drop = async (checkpoint: string, expected: string) => {
      using made = await samplePackage({ ...ledger.source(), checkpoint }, { name: 'package.zip' });
      await pages.page.locator('input[type=file]').setInputFiles(made.path);
      await pages.page.locator('main').getByText(expected).first().waitFor();
      return await pages.text();
    };
    const policy = pages.page.getByLabel('Policy of witnesses, received by another way');
    await policy.fill(TWO_OF_THREE);
    const seen = await drop(cosigned(ledger.checkpoint(), 'reims', 'paris'), 'The first 60 events were witnessed');
    expect(seen).toContain('by reims, paris');
    expect(seen).toContain('Verified');
    expect(await drop(cosigned(ledger.checkpoint(), 'nantes'), 'not-witnessed')).toContain('Not verified');
    await policy.fill('quorum of whoever is there');
    await drop(ledger.checkpoint(), 'Nothing was verified: the policy cannot be used.');
    await policy.fill('');
    await drop(ledger.checkpoint(), 'Nobody asked for witnesses');
  });

  it('[EMA-621-blind] show a blinded inspector that somebody was unblinded, and never what they were told', async () => {
    await pages.signIn(INSPECTOR, '/pages/audit-log?type=PatientUnblinded');
    expect(await pages.page.locator('.entry').count()).toBeGreaterThan(0);
    await pages.page.getByRole('link', { name: 'Record and proof' }).first().click();
    await pages.page.getByText('Proof that this event is in the log').waitFor();
    await settled(pages.page);
    await pages.show('/pages/blind');
    expect(await pages.text()).toContain('Unblindings of patients');
    for (const answer of pages.watched.answers) expect(answer).not.toMatch(/"arm"|"armInWords"|placebo|mononuclear/i);
  });
});
