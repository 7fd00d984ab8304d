import axe from 'axe-core';
import { CHROMIUM } from '@bali/identity/testing';
import { pagesDirectory } from '@bali/installation';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Why nothing can be tried here; undefined: it can. */
export function whyNot(): string | undefined {
  if (CHROMIUM === undefined) return 'there is no Chromium';
  if (!existsSync(join(pagesDirectory(), 'index.html'))) return 'the pages were not built (npm run build)';
  return undefined;
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
}

/** What a page did that no page may do: an error, a refusal of its policy, a file that is not there. */
export class Watched {
  readonly page: Page;
  readonly faults: string[] = [];
  /** The bodies of what the API answered. */
  readonly answers: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => {
      // That nobody is signed in, or may not, is an answer, and a browser says so in red.
      const isAnswer = /status of (401|403|404|409|422|429)/.test(message.text());
      if (message.type() === 'error' && !isAnswer) this.faults.push(message.text());
    });
    page.on('response', (response) => {
      if (!response.url().includes('/v1/')) return;
      void response.text().then(
        (text) => this.answers.push(text),
        () => undefined,
      );
    });
  }
}

/** What axe finds against WCAG 2.2 AA, in words. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const found = await page.evaluate<readonly { id: string; nodes: readonly { html: string }[] }[]>(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)} }).then(({ violations }) => violations)`,
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Waits until nothing is awaited any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('body:not(:has(.skeleton, [aria-busy=true]))').waitFor();
}

/** Goes from one control to the next until the one with this name has the focus, as somebody does who has no mouse. */
export async function tabTo(page: Page, name: RegExp | string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const wanted = typeof name === 'string' ? new RegExp(`^${name}`) : name;
  for (let tries = 0; tries < 120; tries += 1) {
    await page.keyboard.press(key);
    if (wanted.test(await nameOfFocus(page))) return;
  }
  throw new Error(`nothing named ${String(name)} can be reached with ${key}`);
}

function nameOfFocus(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const it = document.activeElement;
    const label = it.labels?.[0]?.textContent ?? '';
    return (it.getAttribute('aria-label') ?? (label || it.textContent || '')).trim();
  })()`);
}

/** How long a test waits for what it waits for. */
const PATIENCE_MS = 240_000;

/** A browser of its own, with nothing kept. @param locale decides the language. */
export async function visitor(browser: Browser, locale = 'en-GB', width = 1_280): Promise<BrowserContext> {
  const context = await browser.newContext({ locale, viewport: { width, height: 900 }, reducedMotion: 'reduce' });
  // No test fails because a machine is slow: the bound of the whole test is there to end one that hangs.
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

/** A device that holds passkeys, and whose person says yes to everything. */
export async function giveAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasUserVerification: true,
    isUserVerified: true,
  } as const;
  await session.send('WebAuthn.addVirtualAuthenticator', { options });
}
