import { PASSKEY_ORIGIN } from '@bali/access/testing';
import { PASSWORD, someoneIn } from '@bali/identity/testing';
import type { LedgerRecord } from '@bali/ledger';
import { SIGNATURES } from '@bali/trial';
import { expect, it } from '@jest/globals';
import { giveAuthenticator, settled, tabTo, violations } from './browser.js';
import { describeInBrowser } from './pages-under-test.js';
import { deviate } from './people.js';

const MONITOR = someoneIn('monitor');
const INVESTIGATOR = someoneIn('investigator');
const PATIENT = '/pages/patients/REI-001';

describeInBrowser('what people enter on the pages', (pages) => {
  const dialog = () => pages.page.getByRole('dialog');
  const queries = () => pages.page.getByRole('group', { name: 'Queries' });
  const last = async (): Promise<LedgerRecord> => (await pages.api.trialRecords()).at(-1)!;

  it('[R3-424] a query is raised, answered by the site and closed; each list has it at once', async () => {
    await pages.signIn(MONITOR, PATIENT);
    await pages.page
      .getByRole('button', { name: /^Ask about it: Bone marrow harvested/ })
      .first()
      .click();
    await dialog().getByLabel('Value', { exact: true }).selectOption('/volumeMl');
    await dialog().getByLabel('Question').fill('Is it 480 or 500 mL, O\u2019Neill \u202e?');
    await dialog().getByRole('button', { name: 'Ask about it' }).click();
    await dialog().waitFor({ state: 'detached' });
    await queries().getByText('Is it 480 or 500 mL').waitFor();
    const { type, metadata } = await last();
    expect([type, metadata.actor.userId]).toEqual(['QueryRaised', MONITOR.userId]);
    await pages.open();
    await pages.signIn(someoneIn('study-coordinator'), '/pages/work');
    const row = () => queries().locator('tbody tr', { hasText: 'Is it 480 or 500 mL' });
    await row()
      .getByRole('button', { name: /^Answer/ })
      .click();
    await dialog().getByLabel('What was found').selectOption('confirmed');
    await dialog().getByLabel('Answer in words').fill('It is 500 mL.');
    await dialog().getByRole('button', { name: 'Record it' }).click();
    await dialog().waitFor({ state: 'detached' });
    await row().getByText('answered', { exact: true }).waitFor();
    expect(
      await row()
        .getByRole('button', { name: /^Close/ })
        .count(),
    ).toBe(0);
    await pages.open();
    await pages.signIn(MONITOR, '/pages/work');
    await row()
      .getByRole('button', { name: /^Close/ })
      .click();
    await dialog().getByRole('button', { name: 'Close', exact: true }).click();
    await row().getByText('closed', { exact: true }).waitFor();
  });

  it('[ALCOA] a monitor says which values were compared with their source, and takes it back with a reason', async () => {
    await pages.signIn(MONITOR, PATIENT);
    const section = pages.page.getByRole('region', { name: 'Source data verification' });
    const entry = section.locator('details', { hasText: 'Bone marrow harvested' }).first();
    await entry.locator('summary').click();
    await entry.getByLabel('volumeMl', { exact: true }).check();
    await section.getByRole('button', { name: 'Record it of the values chosen: 1' }).click();
    await entry.locator('li', { hasText: 'volumeMl' }).getByText('verified', { exact: true }).waitFor();
    await entry.getByLabel('volumeMl', { exact: true }).check();
    await section.getByLabel('What is recorded').selectOption('taken-back');
    await section.getByLabel('Reason').fill('It was the source of another patient.');
    await section.getByRole('button', { name: /^Record it/ }).click();
    await entry.locator('li', { hasText: 'volumeMl' }).getByText('not verified', { exact: true }).waitFor();
    expect((await last()).type).toBe('SourceDataVerified');
  });

  it('[ALCOA] the sponsor assesses a deviation', async () => {
    await deviate(pages.api, 'REI-002');
    await pages.signIn(someoneIn('sponsor-coordinator'), '/pages/work');
    const list = pages.page.getByRole('group', { name: 'Deviations from the protocol' });
    await list
      .getByRole('button', { name: /^Assess/ })
      .first()
      .click();
    await dialog().getByLabel('Severity').selectOption('major');
    await dialog().getByLabel('Per-protocol population').selectOption('excluded');
    await dialog().getByLabel('Rationale').fill('It may have changed the outcome.');
    await dialog().getByRole('button', { name: 'Record it' }).click();
    await dialog().waitFor({ state: 'detached' });
    expect((await last()).type).toBe('DeviationAssessed');
  });

  it('[P11-200] a record is signed with the password, once the sentence was shown; a wrong one signs nothing', async () => {
    await pages.signIn(INVESTIGATOR, PATIENT);
    await pages.page.getByRole('button', { name: 'Sign the record' }).click();
    await dialog().getByText(SIGNATURES['sign-off'].meaning).waitFor();
    await dialog().getByLabel('Your password, to sign').fill('another password');
    await pages.page.keyboard.press('Enter');
    await dialog().getByRole('alert').waitFor();
    await dialog().getByLabel('Your password, to sign').fill(PASSWORD);
    await pages.page.keyboard.press('Enter');
    await pages.page.getByText('The record is signed.').waitFor();
    const { type, metadata } = await last();
    expect([type, metadata.signature?.method]).toEqual(['PatientSignedOff', 'password']);
  });

  it('[P11-200] a record is signed with a passkey, which signs what is recorded', async () => {
    await pages.openAt(PASSKEY_ORIGIN);
    await giveAuthenticator(pages.page);
    const person = someoneIn('investigator', 'NAN');
    await pages.signIn(person, '/pages/access');
    const passkeys = pages.page.getByRole('region', { name: 'Passkeys' });
    await passkeys.getByLabel('Your password, again').fill(PASSWORD);
    await passkeys.getByRole('button', { name: 'Register a passkey' }).click();
    await passkeys.locator('tbody tr').waitFor();
    await pages.show('/pages/patients/NAN-001');
    await pages.page.getByRole('button', { name: 'Sign the record' }).click();
    await dialog().getByRole('button', { name: 'Sign with a passkey' }).click();
    await pages.page.getByText('The record is signed.').waitFor();
    const { type, metadata } = await last();
    expect([type, metadata.signature?.method]).toEqual(['PatientSignedOff', 'passkey']);
  });

  it('nothing typed is lost when the session ends in a window, nor when a rule refuses it', async () => {
    await pages.signIn(MONITOR, PATIENT);
    await pages.page.getByRole('button', { name: 'Ask about an entry that is missing' }).click();
    await dialog().getByLabel('What is missing').selectOption('VisitMissed');
    await dialog().getByLabel('Visit').fill('M9');
    await dialog().getByLabel('Question').fill('Was the patient seen?');
    await pages.page.context().clearCookies();
    await dialog().getByRole('button', { name: 'Ask about it' }).click();
    const away = pages.page.getByRole('dialog', { name: 'Your session has ended' });
    await away.locator('input[autocomplete=current-password]').fill(PASSWORD);
    await pages.page.keyboard.press('Enter');
    await away.waitFor({ state: 'detached' });
    expect(await dialog().getByLabel('Question').inputValue()).toBe('Was the patient seen?');
    await dialog().getByRole('button', { name: 'Ask about it' }).click();
    // The refusal says that there is no such visit, and what was typed stays to be changed.
    await dialog().getByRole('alert').getByText('M9 is no visit of the schedule.', { exact: true }).waitFor();
    await dialog().getByLabel('Visit').fill('M1');
    await dialog().getByRole('button', { name: 'Ask about it' }).click();
    await dialog().waitFor({ state: 'detached' });
    await queries().getByText('Was the patient seen?').waitFor();
  });

  it.each([
    ['en-GB', 1_280, 'Ask about it', 'Your signature', 'Sign the record', 'Cancel'],
    ['fr-FR', 360, 'Poser une question', 'Votre signature', 'Signer le dossier', 'Annuler'],
  ] as const)(
    'windows are accessible and done by keyboard alone, in %s at %i px',
    async (locale, width, ask, signature, sign, cancel) => {
      await pages.open(locale, width);
      await pages.signIn(MONITOR, PATIENT);
      await pages.page.evaluate('document.activeElement.blur()');
      await tabTo(pages.page, ask);
      await pages.page.keyboard.press('Enter');
      await dialog().waitFor();
      expect(await violations(pages.page)).toEqual([]);
      await pages.page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
      expect(await pages.page.evaluate<string>('document.activeElement.textContent')).toBe(ask);
      await pages.open(locale, width);
      await pages.signIn(someoneIn('investigator', 'PAR'), '/pages/patients/PAR-001');
      await pages.page.evaluate('document.activeElement.blur()');
      await tabTo(pages.page, sign, 'Shift+Tab');
      await pages.page.keyboard.press('Enter');
      await pages.page.getByRole('dialog', { name: signature }).waitFor();
      expect(await violations(pages.page)).toEqual([]);
      await tabTo(pages.page, cancel);
      await pages.page.keyboard.press('Enter');
      await dialog().waitFor({ state: 'detached' });
      await settled(pages.page);
    },
  );
});
