import { onlyWith } from '@bali/event-store/testing';
import { InspectionApiUnderTest } from '@bali-app/inspection-api/testing';
import type { Person } from '@bali/access';
import { PASSWORD } from '@bali/identity/testing';
import { SampleLedger } from '@bali/inspection/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launch, settled, visitor, Watched, whyNot } from './browser.js';
import { unblind } from './people.js';

const missing = whyNot();
const BROWSER = { what: `the pages are looked at in no browser: ${missing ?? ''}`, isHere: missing === undefined };

/** Events of the sample; one more says that a patient was unblinded. */
export const EVENTS = 260;

/** The pages as a visitor meets them: an inspection API with a sample trial, a real browser, and a page that is new for each test. */
export class PagesUnderTest {
  readonly api = new InspectionApiUnderTest();
  #browser: Browser | undefined;
  #watched: Watched | undefined;
  #page: Page | undefined;
  #origin: string | undefined;

  get page(): Page {
    if (this.#page === undefined) throw new Error('no page is open: tests open one before each');
    return this.#page;
  }

  /** What this visitor's browser received and complained of. */
  get watched(): Watched {
    if (this.#watched === undefined) throw new Error('no page is open: tests open one before each');
    return this.#watched;
  }

  async start(): Promise<void> {
    const sample = new SampleLedger(EVENTS);
    await this.api.fill(sample);
    await unblind(this.api, sample, 'REI-001');
    await this.api.start();
    await this.api.sign('trial');
    this.#browser = await launch();
  }

  async close(): Promise<void> {
    await this.#leave();
    await this.#browser?.close();
    await this.api[Symbol.asyncDispose]();
  }

  /** What is on its way to a visitor who goes is not waited for. */
  async #leave(): Promise<void> {
    const context = this.#page?.context();
    await context?.unrouteAll({ behavior: 'ignoreErrors' });
    await context?.close();
    this.#page = undefined;
  }

  /** A new visitor, whom nobody has signed in. The one before is gone. */
  async open(locale?: string, width?: number): Promise<Page> {
    if (this.#browser === undefined) throw new Error('the browser was not started');
    await this.#leave();
    const context = await visitor(this.#browser, locale, width);
    this.#page = await context.newPage();
    this.#watched = new Watched(this.#page);
    this.#origin = undefined;
    return this.#page;
  }

  /** A new visitor, who finds the pages at another origin, as behind a proxy. */
  async openAt(origin: string): Promise<void> {
    const page = await this.open();
    this.#origin = origin;
    const { host } = new URL(origin);
    await page.context().route(`${origin}/**`, async (route) => {
      const { pathname, search } = new URL(route.request().url());
      const headers = { ...(await route.request().allHeaders()), host };
      await route.fulfill({ response: await route.fetch({ url: this.api.url + pathname + search, headers }) });
    });
  }

  async show(path: string): Promise<void> {
    await this.page.goto((this.#origin ?? this.api.url) + path);
    await this.page.waitForSelector('h1');
    await settled(this.page);
  }

  /** Signs in by the form, at whatever address. */
  async signIn(person: Person, path = '/pages/'): Promise<void> {
    await this.show(path);
    await this.signInAs(this.page, person);
  }

  async signInAs(on: Page, person: Person): Promise<void> {
    await this.api.signIn(person);
    await on.locator('input[autocomplete=username]').fill(person.userId);
    await on.locator('input[autocomplete=current-password]').fill(PASSWORD);
    await on.keyboard.press('Enter');
    await on.waitForSelector('.who');
    await settled(on);
  }

  /** What stands on the page, beside the navigation. */
  text(): Promise<string> {
    return this.page.locator('main').innerText();
  }
}

/** Tests in a real browser, which Debian has and npm does not. */
export function describeInBrowser(name: string, tests: (pages: PagesUnderTest) => void): void {
  onlyWith(describe, BROWSER)(name, () => {
    const pages = new PagesUnderTest();
    beforeAll(() => pages.start());
    afterAll(() => pages.close());
    beforeEach(async () => {
      await pages.open();
    });
    afterEach(() => expect(pages.watched.faults).toEqual([]));
    tests(pages);
  });
}
