import { ROLE_IDS } from '@bali/access';
import { PASSKEY_ORIGIN } from '@bali/access/testing';
import { PASSWORD, someoneIn } from '@bali/identity/testing';
import { expect, it } from '@jest/globals';
import { TOTP, Secret } from 'otpauth';
import { CLINICAL, EVERY_PAGE, NAVIGATION, OPEN_ALL } from './agreed-pages.js';
import { giveAuthenticator, settled, tabTo, violations } from './browser.js';
import { describeInBrowser, EVENTS } from './pages-under-test.js';
import { newcomer } from './people.js';

const INSPECTOR = someoneIn('inspector');

describeInBrowser('the pages in a real browser', (pages) => {
  it('[P11-10d] let nobody in without credentials, and come to the address that was asked for', async () => {
    await pages.show('/pages/patients/REI-001');
    await pages.page.locator('input[autocomplete=username]').fill(INSPECTOR.userId);
    await pages.page.locator('input[autocomplete=current-password]').fill('wrong');
    await pages.page.keyboard.press('Enter');
    await pages.page.getByText('Nobody was let in').waitFor();
    expect(pages.watched.answers.join()).not.toContain('REI-001');
    await pages.signIn(INSPECTOR, '/pages/patients/REI-001');
    expect(await pages.page.locator('h1').innerText()).toBe('Patient REI-001');
    expect(await pages.page.evaluate('document.cookie')).toBe('');
  });

  it('[P11-300] let somebody new choose a password of their own, and whoever has several roles the one in which they act', async () => {
    const { userId, initialPassword } = await newcomer(pages.api);
    await pages.show('/pages/');
    await pages.page.locator('input[autocomplete=username]').fill(userId);
    await pages.page.locator('input[autocomplete=current-password]').fill(initialPassword);
    await pages.page.keyboard.press('Enter');
    await pages.page.locator('input[autocomplete=new-password]').fill('too short');
    await pages.page.keyboard.press('Enter');
    await pages.page.locator('form [role=alert] .note').waitFor();
    await pages.page.locator('input[autocomplete=new-password]').fill(PASSWORD);
    await pages.page.keyboard.press('Enter');
    await pages.page.getByLabel('Data manager').check();
    await pages.page.keyboard.press('Enter');
    await pages.page.locator('.who').waitFor();
    expect(await pages.page.locator('.who').innerText()).toContain('Data manager');
  });

  it('[P11-200] ask for the second factor of whoever has set one up', async () => {
    const person = someoneIn('monitor');
    await pages.signIn(person, '/pages/access');
    await pages.page.getByLabel('Your password, again').fill(PASSWORD);
    await pages.page.getByRole('button', { name: 'Set up one-time codes' }).click();
    const secret = await pages.page.locator('[data-secret]').innerText();
    const code = () =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: pages.api.clock.now().getTime() });
    await pages.page.getByRole('textbox', { name: 'Confirm with a code' }).fill(code());
    await pages.page.keyboard.press('Enter');
    await pages.page.getByText('One-time codes are set up').waitFor();
    await pages.page.getByRole('button', { name: 'Sign out' }).click();
    pages.api.clock.set('2026-11-24T10:02:00.000Z');
    await pages.page.locator('input[autocomplete=username]').fill(person.userId);
    await pages.page.locator('input[autocomplete=current-password]').fill(PASSWORD);
    await pages.page.keyboard.press('Enter');
    await pages.page.getByText('Nobody was let in').waitFor();
    await pages.page.locator('input[autocomplete=one-time-code]').fill(code());
    await pages.page.keyboard.press('Enter');
    await pages.page.waitForSelector('nav');
    expect(await pages.page.locator('.who').innerText()).toContain('Monitor');
  });

  it('[P11-200] register a passkey with what the browser has, and revoke it', async () => {
    const person = someoneIn('safety-officer');
    await pages.signIn(person, '/pages/access');
    expect(await pages.page.getByRole('link', { name: PASSKEY_ORIGIN }).count()).toBe(1);
    await pages.openAt(PASSKEY_ORIGIN);
    await giveAuthenticator(pages.page);
    await pages.signIn(person, '/pages/access');
    await pages.page.getByText('You have none yet').waitFor();
    const section = pages.page.getByRole('region', { name: 'Passkeys' });
    await section.getByLabel('Your password, again').fill('another password');
    await section.getByRole('button', { name: 'Register a passkey' }).click();
    await section.getByRole('alert').waitFor();
    await section.getByLabel('Your password, again').fill(PASSWORD);
    await section.getByRole('button', { name: 'Register a passkey' }).click();
    await section.getByText('The passkey is registered').waitFor();
    await section.locator('tbody tr').waitFor();
    expect((await pages.api.accessRecords()).at(-1)?.type).toBe('PasskeyRegistered');
    pages.page.on('dialog', (dialog) => void dialog.accept());
    await section.getByRole('button', { name: /^Revoke/ }).click();
    await section.getByText('You have none yet').waitFor();
  });

  it.each(ROLE_IDS.filter((role) => role !== 'monitor'))(
    '[P11-10g] show the role %s its pages, and say of each other one that it may not',
    async (role) => {
      await pages.signIn(someoneIn(role));
      const links = pages.page.locator('nav li a');
      expect((await links.allInnerTexts()).map((link) => link.trim())).toEqual(NAVIGATION[role] ?? CLINICAL);
      for (const path of OPEN_ALL.includes(role) ? EVERY_PAGE : []) {
        await pages.show(path);
        expect([path, (await pages.text()).length > 20]).toEqual([path, true]);
      }
      await pages.show('/pages/replay');
      const isInspector = (NAVIGATION[role] ?? CLINICAL).includes('Replay');
      expect((await pages.page.locator('h1').innerText()) === 'Your role may not see this').toBe(!isInspector);
    },
  );

  it.each([
    ['en-GB', 'light', 1_280],
    ['fr-FR', 'dark', 360],
  ] as const)(
    'are accessible (WCAG 2.2 AA, by axe) in %s, %s, %i px wide, and nothing is wider than the screen',
    async (locale, scheme, width) => {
      await pages.open(locale, width);
      await pages.page.emulateMedia({ colorScheme: scheme });
      await pages.show('/pages/');
      const found = [['the way in', await violations(pages.page)]];
      await pages.signIn(INSPECTOR);
      for (const path of EVERY_PAGE) {
        await pages.show(path);
        const wide = await pages.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        found.push([
          path,
          [...(await violations(pages.page)), ...(wide > 0 ? [`${wide} px wider than the screen`] : [])],
        ]);
      }
      expect(found.filter(([, faults]) => (faults ?? []).length > 0)).toEqual([]);
    },
  );

  it('keep what was typed when the session ends, and go on once its person has signed in again', async () => {
    await pages.signIn(INSPECTOR, '/pages/packages');
    await pages.page.getByLabel('Why it is made').fill('an inspection that takes long');
    await pages.page.context().clearCookies();
    await pages.page.getByRole('button', { name: 'Make it' }).click();
    const dialog = pages.page.getByRole('dialog');
    await dialog.getByText('Your session has ended').waitFor();
    await dialog.locator('input[autocomplete=current-password]').fill(PASSWORD);
    await pages.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await pages.page.getByLabel('Why it is made').inputValue()).toBe('an inspection that takes long');
    await pages.page.getByRole('button', { name: 'Make it' }).click();
    await pages.page.getByText('an inspection that takes long').waitFor();
    await pages.page.getByRole('link', { name: 'Download' }).waitFor();
  });

  it('are of one person in all tabs: what is signed out in one asks in the other who is there', async () => {
    await pages.signIn(INSPECTOR);
    const other = await pages.page.context().newPage();
    await other.goto(`${pages.api.url}/pages/`);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.locator('input[autocomplete=username]').waitFor();
    await pages.page.getByRole('dialog').getByText('Your session has ended').waitFor();
    await pages.signInAs(other, someoneIn('safety-officer'));
    await pages.page.reload();
    await pages.page.locator('.who').waitFor();
    expect(await pages.page.locator('.who').innerText()).toContain('Safety officer');
  });

  it('say that the server cannot be reached, and go on when it can', async () => {
    await pages.signIn(INSPECTOR);
    await pages.page.context().setOffline(true);
    await pages.page.getByRole('link', { name: 'Blind' }).click();
    await pages.page
      .getByText('cannot be reached')
      .or(pages.page.getByText('This could not be shown'))
      .first()
      .waitFor();
    await pages.page.context().setOffline(false);
    pages.watched.faults.length = 0;
    await pages.page.getByRole('button', { name: 'Try again' }).first().click();
    await pages.page.locator('h1', { hasText: 'Blind' }).waitFor();
    await settled(pages.page);
    expect(await pages.text()).toContain('Who knows since when');
    pages.watched.faults.length = 0;
  });

  it('let a person without a mouse do everything', async () => {
    await pages.api.signIn(INSPECTOR);
    await pages.show('/pages/');
    await tabTo(pages.page, 'Account');
    await pages.page.keyboard.type(INSPECTOR.userId);
    await tabTo(pages.page, 'Password');
    await pages.page.keyboard.type(PASSWORD);
    await pages.page.keyboard.press('Enter');
    await pages.page.waitForSelector('nav');
    await settled(pages.page);
    // 1. Skip to the content. 2. Choose another language, and back.
    await pages.page.evaluate('document.activeElement.blur()');
    await tabTo(pages.page, 'Skip to the content');
    await pages.page.keyboard.press('Enter');
    expect(await pages.page.evaluate('location.hash')).toBe('#content');
    await tabTo(pages.page, 'Language', 'Shift+Tab');
    await pages.page.keyboard.press('ArrowDown');
    await pages.page.locator('h1', { hasText: 'Vue d’ensemble' }).waitFor();
    await pages.page.keyboard.press('ArrowUp');
    // 3. The trial on another day. 4. Confirm a key.
    await tabTo(pages.page, 'Show the trial as it was on');
    await pages.page.keyboard.type('06012026');
    await tabTo(pages.page, 'I compared this fingerprint');
    await pages.page.keyboard.press('Space');
    await pages.page.getByText('Verified', { exact: true }).waitFor();
    // 5. Go to the replay: the heading of the new page has the focus. 6. Step. 7. Move the slider. 8. Go from mark to mark.
    await tabTo(pages.page, 'Replay', 'Shift+Tab');
    await pages.page.keyboard.press('Enter');
    await pages.page.locator('h1:focus', { hasText: 'Replay' }).waitFor();
    await settled(pages.page);
    await tabTo(pages.page, 'One back');
    await pages.page.keyboard.press('Enter');
    await pages.page.waitForURL(new RegExp(`position=${EVENTS - 1}`));
    await tabTo(pages.page, /^Event$/);
    await pages.page.keyboard.press('Home');
    await pages.page.waitForURL(/position=0$/);
    await tabTo(pages.page, 'Next: Randomized');
    await pages.page.keyboard.press('Enter');
    await pages.page.waitForURL((url) => url.searchParams.get('position') !== '0');
    // 9. Filter the log. 10. Open a record. 11. Go to a patient. 12. Ask for a package.
    await pages.show('/pages/audit-log');
    await tabTo(pages.page, /^Patient$/);
    await pages.page.keyboard.type('REI-001');
    await pages.page.keyboard.press('Enter');
    await pages.page.waitForURL(/patient=REI-001/);
    await settled(pages.page);
    await tabTo(pages.page, 'Record and proof');
    await pages.page.keyboard.press('Enter');
    await pages.page.locator('h1', { hasText: 'Event' }).waitFor();
    await settled(pages.page);
    await tabTo(pages.page, 'REI-001');
    await pages.page.keyboard.press('Enter');
    await pages.page.locator('h1', { hasText: 'Patient REI-001' }).waitFor();
    await pages.show('/pages/packages');
    await tabTo(pages.page, 'Why it is made');
    await pages.page.keyboard.type('by keyboard alone');
    await pages.page.keyboard.press('Enter');
    await pages.page.getByText('by keyboard alone').waitFor();
  });

  it('are small: at most 150 kB of JavaScript before first use', async () => {
    let bytes = 0;
    pages.page.on('response', (response) => {
      if (!response.url().endsWith('.js')) return;
      void response
        .request()
        .sizes()
        .then(({ responseBodySize }) => {
          bytes += responseBodySize;
        });
    });
    await pages.signIn(INSPECTOR);
    await pages.page.waitForLoadState('networkidle');
    process.stdout.write(
      `pages: ${Math.round(bytes / 1024)} KiB of JavaScript, compressed, until the overview is complete\n`,
    );
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(150_000);
  });
});
