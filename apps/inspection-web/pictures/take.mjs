// Takes the pictures of docs/pages.md from a demo that is up: `npm run demo`, then `npm run pictures`. One argument: the address of
// its pages (default: http://127.0.0.1:3001). Each page is taken wide and light, and on a small dark screen.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [url = 'http://127.0.0.1:3001'] = process.argv.slice(2);
const folder = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url));

const PAGES = [
  ['overview', '/pages/'],
  ['replay', '/pages/replay?position=700'],
  ['audit-log', '/pages/audit-log?type=DataCorrected'],
  ['patients', '/pages/patients'],
  ['patient', '/pages/patients/REI-005'],
  ['blind', '/pages/blind'],
  ['people', '/pages/people'],
  ['work', '/pages/work'],
  ['review', '/pages/review'],
  ['results', '/pages/results'],
  ['exports', '/pages/exports'],
  ['packages', '/pages/packages'],
  ['verify', '/pages/verify'],
];

const SCREENS = [
  { name: 'wide', viewport: { width: 1280, height: 860 }, colorScheme: 'light' },
  { name: 'small', viewport: { width: 360, height: 720 }, colorScheme: 'dark' },
];

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
mkdirSync(folder, { recursive: true });

/** A picture in a twentieth of its bytes: the browser itself writes WebP. */
async function asWebp(png) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const source = `data:image/png;base64,${png.toString('base64')}`;
  const text = await page.evaluate(
    `(async () => {
      const picture = new Image();
      picture.src = ${JSON.stringify(source)};
      await picture.decode();
      const canvas = document.createElement('canvas');
      canvas.width = picture.width;
      canvas.height = picture.height;
      canvas.getContext('2d').drawImage(picture, 0, 0);
      return canvas.toDataURL('image/webp', 0.72);
    })()`,
  );
  await context.close();
  return Buffer.from(text.split(',')[1], 'base64');
}

/** A package of the trial ledger, made as the page makes one. */
async function madePackage(context) {
  const headers = { origin: url, 'idempotency-key': `pictures-${Date.now()}` };
  const asked = await context.request.post(`${url}/v1/packages`, {
    headers,
    data: { ledger: 'trial', reason: 'routine inspection' },
  });
  const { id } = await asked.json();
  for (;;) {
    const { status } = await (await context.request.get(`${url}/v1/packages/${id}`)).json();
    if (status === 'ready') break;
    if (status !== 'making' && status !== 'waiting') throw new Error(`the package is ${status}`);
  }
  return (await context.request.get(`${url}/v1/packages/${id}/file`)).body();
}

async function take(page, name, screen) {
  await page.locator('body:not(:has(.skeleton, [aria-busy=true]))').waitFor();
  const file = `${folder}${name}-${screen.name}.webp`;
  writeFileSync(file, await asWebp(await page.screenshot()));
  console.log(file);
}

for (const screen of SCREENS) {
  const { viewport, colorScheme } = screen;
  const context = await browser.newContext({ viewport, colorScheme, locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${url}/pages/`);
  await page.locator('.people-choice button').first().waitFor();
  await take(page, 'sign-in', screen);
  await page.locator('.people-choice button').first().click();
  await page.locator('.who').waitFor();
  const buffer = await madePackage(context);
  for (const [name, path] of PAGES) {
    await page.goto(url + path);
    await page.locator('h1').waitFor();
    await page.waitForLoadState('networkidle');
    if (name === 'verify') {
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'package.zip', mimeType: 'application/zip', buffer });
      await page.locator('.verdict').scrollIntoViewIfNeeded();
    }
    await take(page, name, screen);
  }
  await context.close();
}
await browser.close();
