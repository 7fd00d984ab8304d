import { InspectionApiUnderTest } from '@bali-app/inspection-api/testing';
import { type Person, ROLE_IDS } from '@bali/access';
import { temporaryDirectory } from '@bali/event-store/testing';
import { PASSWORD, someoneIn } from '@bali/identity/testing';
import { SampleLedger, samplePackage } from '@bali/inspection/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOTP, Secret } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { CLINICAL, EVERY_PAGE, NAVIGATION, OPEN_ALL } from './agreed-pages.js';
import { launch, settled, tabTo, violations, visitor, Watched, whyNot } from './browser.js';
import { newcomer, unblind } from './people.js';
import { zipOf } from './zip-of.js';

const NOT_TRIED = whyNot();
if (NOT_TRIED !== undefined) process.stdout.write(`the pages in a browser: NOT TRIED, ${NOT_TRIED}\n`);

const INSPECTOR = someoneIn('inspector');
/** Of the sample; one more says that a patient was unblinded. */
const EVENTS = 260;

(NOT_TRIED === undefined ? describe : describe.skip)('the pages in a real browser', () => {
  const api = new InspectionApiUnderTest();
  let browser: Browser;
  let watched: Watched;
  let page: Page;

  beforeAll(async () => {
    const sample = new SampleLedger(EVENTS);
    await api.fill(sample);
    await unblind(api, sample, 'REI-001');
    await api.start();
    await api.sign('trial');
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    await api[Symbol.asyncDispose]();
  });
  beforeEach(() => open());
  afterEach(async () => {
    expect(watched.faults).toEqual([]);
    await page.context().close();
  });

  async function open(locale?: string, width?: number): Promise<void> {
    const context = await visitor(browser, locale, width);
    page = await context.newPage();
    watched = new Watched(page);
  }

  async function show(path: string): Promise<void> {
    await page.goto(api.url + path);
    await page.waitForSelector('h1');
    await settled(page);
  }

  /** Signs in by the form, at whatever address. */
  async function signIn(person: Person, path = '/pages/'): Promise<void> {
    await show(path);
    await signInAs(page, person);
  }

  async function signInAs(on: Page, person: Person): Promise<void> {
    await api.signIn(person);
    await on.locator('input[autocomplete=username]').fill(person.userId);
    await on.locator('input[autocomplete=current-password]').fill(PASSWORD);
    await on.keyboard.press('Enter');
    await on.waitForSelector('.who');
    await settled(on);
  }

  const text = () => page.locator('main').innerText();

  it('[P11-10d] let nobody in without credentials, and come to the address that was asked for', async () => {
    await show('/pages/patients/REI-001');
    await page.locator('input[autocomplete=username]').fill(INSPECTOR.userId);
    await page.locator('input[autocomplete=current-password]').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('Nobody was let in').waitFor();
    expect(watched.answers.join()).not.toContain('REI-001');
    await signIn(INSPECTOR, '/pages/patients/REI-001');
    expect(await page.locator('h1').innerText()).toBe('Patient REI-001');
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('[P11-300] let somebody new choose a password of their own, and whoever has several roles the one in which they act', async () => {
    const { userId, initialPassword } = await newcomer(api);
    await show('/pages/');
    await page.locator('input[autocomplete=username]').fill(userId);
    await page.locator('input[autocomplete=current-password]').fill(initialPassword);
    await page.keyboard.press('Enter');
    await page.locator('input[autocomplete=new-password]').fill('too short');
    await page.keyboard.press('Enter');
    await page.locator('form [role=alert] .note').waitFor();
    await page.locator('input[autocomplete=new-password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByLabel('Data manager').check();
    await page.keyboard.press('Enter');
    await page.locator('.who').waitFor();
    expect(await page.locator('.who').innerText()).toContain('Data manager');
  });

  it('[P11-200] ask for the second factor of whoever has set one up', async () => {
    const person = someoneIn('monitor');
    await signIn(person, '/pages/access');
    await page.getByLabel('Your password, again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set up one-time codes' }).click();
    const secret = await page.locator('[data-secret]').innerText();
    const code = () =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: api.clock.now().getTime() });
    await page.getByRole('textbox', { name: 'Confirm with a code' }).fill(code());
    await page.keyboard.press('Enter');
    await page.getByText('One-time codes are set up').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    api.clock.set('2026-11-24T10:02:00.000Z');
    await page.locator('input[autocomplete=username]').fill(person.userId);
    await page.locator('input[autocomplete=current-password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('Nobody was let in').waitFor();
    await page.locator('input[autocomplete=one-time-code]').fill(code());
    await page.keyboard.press('Enter');
    await page.waitForSelector('nav');
    expect(await page.locator('.who').innerText()).toContain('Monitor');
  });

  it.each(ROLE_IDS.filter((role) => role !== 'monitor'))(
    '[P11-10g] show the role %s its pages, and say of each other one that it may not',
    async (role) => {
      await signIn(someoneIn(role));
      const links = page.locator('nav li a');
      expect((await links.allInnerTexts()).map((link) => link.trim())).toEqual(NAVIGATION[role] ?? CLINICAL);
      for (const path of OPEN_ALL.includes(role) ? EVERY_PAGE : []) {
        await show(path);
        expect([path, (await text()).length > 20]).toEqual([path, true]);
      }
      await show('/pages/replay');
      const isInspector = (NAVIGATION[role] ?? CLINICAL).includes('Replay');
      expect((await page.locator('h1').innerText()) === 'Your role may not see this').toBe(!isInspector);
    },
  );

  it.each([
    ['en-GB', 'light', 1_280],
    ['fr-FR', 'dark', 360],
  ] as const)(
    'are accessible (WCAG 2.2 AA, by axe) in %s, %s, %i px wide, and nothing is wider than the screen',
    async (locale, scheme, width) => {
      await page.context().close();
      await open(locale, width);
      await page.emulateMedia({ colorScheme: scheme });
      await show('/pages/');
      const found = [['the way in', await violations(page)]];
      await signIn(INSPECTOR);
      for (const path of EVERY_PAGE) {
        await show(path);
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        found.push([path, [...(await violations(page)), ...(wide > 0 ? [`${wide} px wider than the screen`] : [])]]);
      }
      expect(found.filter(([, faults]) => (faults ?? []).length > 0)).toEqual([]);
    },
  );

  it('[P11-10b] replay to an event, and show the state and digest that the API computes', async () => {
    await signIn(INSPECTOR, '/pages/replay?position=40');
    const digest = async () => (await page.locator('[data-digest]').innerText()).trim();
    const asked = (position: number) =>
      api.read<{ digest: string }>(`/v1/replay/state?position=${position}&digest=true`);
    expect(await digest()).toBe((await asked(40)).digest);
    await page.getByLabel('Go to').fill('100');
    await page.getByRole('button', { name: 'Go', exact: true }).click();
    await page.getByRole('button', { name: 'One forward' }).click();
    await page.getByText('bali replay --to 101').waitFor();
    await settled(page);
    expect(await digest()).toBe((await asked(101)).digest);
    await page.waitForURL(/position=101/);
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.locator('.where strong', { hasText: /^10[3-9]$/ }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
  });

  it('[EMA-621-field] find an event by a filter, and its proof, computed in the browser', async () => {
    await signIn(INSPECTOR, '/pages/audit-log');
    await page.getByLabel('Kind of event').selectOption('DataCorrected');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(/type=DataCorrected/);
    await settled(page);
    expect(await page.locator('.entry').count()).toBeGreaterThan(0);
    await page.getByRole('link', { name: 'Record and proof' }).first().click();
    await page.getByText('Consistent, signed by an unconfirmed key').waitFor();
    await page.goBack();
    await page.waitForURL(/type=DataCorrected/);
  });

  it('[EMA-622] lead from a check of the audit trail to its records, and record what was concluded', async () => {
    await signIn(someoneIn('sponsor-coordinator'), '/pages/review');
    await page.getByRole('link', { name: 'Changed after the sign-off' }).waitFor();
    const rows = page.locator('tbody tr').filter({ has: page.locator('td:nth-of-type(1)', { hasText: /^[1-9]/ }) });
    await rows
      .filter({ has: page.locator('svg') })
      .first()
      .getByRole('link')
      .first()
      .click();
    await page.waitForURL(/review\/[a-z-]+/);
    await settled(page);
    await page.getByRole('group', { name: 'Records', exact: true }).locator('tbody tr').first().waitFor();
    await page.getByRole('combobox', { name: 'Verdict' }).selectOption('explained');
    await page.getByRole('textbox', { name: 'Findings' }).fill('The site was closed for a week.');
    await page.getByRole('button', { name: 'Record the review' }).click();
    await page.getByRole('group', { name: 'Reviews' }).getByText('The site was closed for a week.').waitFor();
    expect((await api.accessRecords()).some(({ type }) => type === 'AuditTrailReviewed')).toBe(true);
  });

  it('[EMA-621-blind] show outcomes to a statistician, and tell an investigator when they will be', async () => {
    await signIn(someoneIn('investigator'), '/pages/results');
    await page.getByText('Until the database is locked').waitFor();
    expect(await page.locator('svg.chart').count()).toBe(0);
    await page.context().close();
    await open();
    await signIn(someoneIn('blinded-statistician'), '/pages/results');
    await page.locator('svg.chart').first().waitFor();
    const { report, root } = await api.read<{ report: { asOf: string }; root: string }>('/v1/reports/statistics');
    expect(await text()).toContain(report.asOf);
    expect(await text()).toContain(root);
  });

  it('say “verified” once the fingerprint of the key was confirmed, and denounce a server that shows another history', async () => {
    await signIn(INSPECTOR);
    await page.getByText('Consistent, signed by an unconfirmed key').waitFor();
    await page.getByLabel('I compared this fingerprint').check();
    await page.getByText('Verified', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('Verified', { exact: true }).waitFor();
    // What another history would have looked like when this browser saw it last.
    await page.evaluate(`Object.keys(localStorage).filter((key) => key.startsWith('bali.checkpoint.')).forEach((key) => {
      const lines = localStorage.getItem(key).split('\\n');
      lines[1] = '100';
      localStorage.setItem(key, lines.join('\\n'));
    })`);
    await page.reload();
    await page.getByText('This server shows another history than before').waitFor();
    await show('/pages/audit-log/3');
    await page.getByText('This server shows another history than before').waitFor();
    expect(await text()).not.toContain('Verified');
  });

  it('verify a package offline, and name the first thing that is wrong with a tampered one', async () => {
    await signIn(INSPECTOR, '/pages/verify');
    using folder = temporaryDirectory();
    const ledger = new SampleLedger(60);
    using made = await samplePackage(ledger.source(), { name: 'package.zip' });
    using plain = await samplePackage(ledger.source());
    await page.getByText('The verifier is loaded').waitFor();
    await page.context().setOffline(true);
    const drop = async (path: string, verdict: string) => {
      await page.locator('input[type=file]').setInputFiles(path);
      await page.locator('.verdict').getByText(verdict, { exact: true }).waitFor();
    };
    await drop(made.path, 'Consistent, signed by an unconfirmed key');
    const [key = ''] = readFileSync(join(plain.path, 'verifier-keys.txt'), 'utf8').split('\n');
    await page.getByLabel('Verifier key, received by another way').fill(key);
    await drop(made.path, 'Verified');
    expect(await text()).toContain(made.manifest.root);
    const tampered = await zipOf(plain.path, join(folder.path, 'tampered.zip'), (name, bytes) =>
      name === 'events.jsonl' ? Buffer.from(bytes.toString('utf8').replace('Claire', 'Clara')) : bytes,
    );
    await drop(tampered, 'Not verified');
    expect(await text()).toContain('event-altered');
    const bomb = await zipOf(plain.path, join(folder.path, 'bomb.zip'), (name, bytes) =>
      name === 'events.jsonl' ? Buffer.alloc(64 * 1024 * 1024) : bytes,
    );
    await drop(bomb, 'Not verified');
    expect(await text()).toContain('decompression-bomb');
    const nothing = join(folder.path, 'minutes.txt');
    writeFileSync(nothing, '<img src=x onerror=alert(1)>');
    await drop(nothing, 'Not verified');
    await page.context().setOffline(false);
  });

  it('[EMA-621-blind] show a blinded inspector that somebody was unblinded, and never what they were told', async () => {
    await signIn(INSPECTOR, '/pages/audit-log?type=PatientUnblinded');
    expect(await page.locator('.entry').count()).toBeGreaterThan(0);
    await page.getByRole('link', { name: 'Record and proof' }).first().click();
    await page.getByText('Proof that this event is in the log').waitFor();
    await settled(page);
    await show('/pages/blind');
    expect(await text()).toContain('Unblindings of patients');
    for (const answer of watched.answers) expect(answer).not.toMatch(/"arm"|"armInWords"|placebo|mononuclear/i);
  });

  it('keep what was typed when the session ends, and go on once its person has signed in again', async () => {
    await signIn(INSPECTOR, '/pages/packages');
    await page.getByLabel('Why it is made').fill('an inspection that takes long');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Make it' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Your session has ended').waitFor();
    await dialog.locator('input[autocomplete=current-password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByLabel('Why it is made').inputValue()).toBe('an inspection that takes long');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('an inspection that takes long').waitFor();
    await page.getByRole('link', { name: 'Download' }).waitFor();
  });

  it('are of one person in all tabs: what is signed out in one asks in the other who is there', async () => {
    await signIn(INSPECTOR);
    const other = await page.context().newPage();
    await other.goto(`${api.url}/pages/`);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.locator('input[autocomplete=username]').waitFor();
    await page.getByRole('dialog').getByText('Your session has ended').waitFor();
    await signInAs(other, someoneIn('safety-officer'));
    await page.reload();
    await page.locator('.who').waitFor();
    expect(await page.locator('.who').innerText()).toContain('Safety officer');
  });

  it('say that the server cannot be reached, and go on when it can', async () => {
    await signIn(INSPECTOR);
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Blind' }).click();
    await page.getByText('cannot be reached').or(page.getByText('This could not be shown')).first().waitFor();
    await page.context().setOffline(false);
    watched.faults.length = 0;
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.locator('h1', { hasText: 'Blind' }).waitFor();
    await settled(page);
    expect(await text()).toContain('Who knows since when');
    watched.faults.length = 0;
  });

  it('let a person without a mouse do everything', async () => {
    await api.signIn(INSPECTOR);
    await show('/pages/');
    await tabTo(page, 'Account');
    await page.keyboard.type(INSPECTOR.userId);
    await tabTo(page, 'Password');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForSelector('nav');
    await settled(page);
    // 1. Skip to the content. 2. Choose another language, and back.
    await page.evaluate('document.activeElement.blur()');
    await tabTo(page, 'Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('location.hash')).toBe('#content');
    await tabTo(page, 'Language', 'Shift+Tab');
    await page.keyboard.press('ArrowDown');
    await page.locator('h1', { hasText: 'Vue d’ensemble' }).waitFor();
    await page.keyboard.press('ArrowUp');
    // 3. The trial on another day. 4. Confirm a key.
    await tabTo(page, 'Show the trial as it was on');
    await page.keyboard.type('06012026');
    await tabTo(page, 'I compared this fingerprint');
    await page.keyboard.press('Space');
    await page.getByText('Verified', { exact: true }).waitFor();
    // 5. Go to the replay: the heading of the new page has the focus. 6. Step. 7. Move the slider. 8. Go from mark to mark.
    await tabTo(page, 'Replay', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('h1:focus', { hasText: 'Replay' }).waitFor();
    await settled(page);
    await tabTo(page, 'One back');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`position=${EVENTS - 1}`));
    await tabTo(page, /^Event$/);
    await page.keyboard.press('Home');
    await page.waitForURL(/position=0$/);
    await tabTo(page, 'Next: Randomized');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('position') !== '0');
    // 9. Filter the log. 10. Open a record. 11. Go to a patient. 12. Ask for a package.
    await show('/pages/audit-log');
    await tabTo(page, /^Patient$/);
    await page.keyboard.type('REI-001');
    await page.keyboard.press('Enter');
    await page.waitForURL(/patient=REI-001/);
    await settled(page);
    await tabTo(page, 'Record and proof');
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: 'Event' }).waitFor();
    await settled(page);
    await tabTo(page, 'REI-001');
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: 'Patient REI-001' }).waitFor();
    await show('/pages/packages');
    await tabTo(page, 'Why it is made');
    await page.keyboard.type('by keyboard alone');
    await page.keyboard.press('Enter');
    await page.getByText('by keyboard alone').waitFor();
  });

  it('are small: at most 150 kB of JavaScript before first use', async () => {
    let bytes = 0;
    page.on('response', (response) => {
      if (!response.url().endsWith('.js')) return;
      void response
        .request()
        .sizes()
        .then(({ responseBodySize }) => {
          bytes += responseBodySize;
        });
    });
    await signIn(INSPECTOR);
    await page.waitForLoadState('networkidle');
    process.stdout.write(
      `pages: ${Math.round(bytes / 1024)} KiB of JavaScript, compressed, until the overview is complete\n`,
    );
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(150_000);
  });
});
