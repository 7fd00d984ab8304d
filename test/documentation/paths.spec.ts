import { describe, expect, it } from '@jest/globals';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PAGES = ['README.md', 'CHANGELOG.md', ...globSync('{apps,deploy,docs,libs,test}/**/*.md')].toSorted();

/** A name that stands in code, such as `libs/trial/src/`; what has a placeholder or a pattern in it is no single path. */
const NAMED = /`((?:apps|deploy|docs|libs|test|tools|\.ci)\/[\w./-]+)`/g;
/** `wording.vN.json` stands for every version, `STEP/EVENT.ts` for every event. */
const PLACEHOLDER = /\.vN\.|\b(STEP|EVENT)\b/;

const LINK = /\]\(([^)\s]+)\)/g;

/** Where a link leads to in the repository; `undefined` for one that leads out of it. */
function target(page: string, link: string): { readonly path: string; readonly anchor?: string } | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? page : join(dirname(page), file);
  return anchor === undefined ? { path } : { path, anchor };
}

/** The names under which the headings of a page can be linked to, as GitHub makes them. */
function anchorsOf(path: string): readonly string[] {
  return [...readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('every page', () => {
  it('is looked at', () => {
    expect(PAGES.length).toBeGreaterThan(50);
  });

  it.each(PAGES)('%s names only paths that are there', (page) => {
    const named = [...readFileSync(page, 'utf8').matchAll(NAMED)].map(([, path = '']) => path);
    expect(named.filter((path) => !PLACEHOLDER.test(path) && !existsSync(path))).toEqual([]);
  });

  it.each(PAGES)('%s links only to pages and headings that are there', (page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(LINK)].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      const to = target(page, link);
      if (to === undefined) return false;
      return !existsSync(to.path) || (to.anchor !== undefined && !anchorsOf(to.path).includes(to.anchor));
    });
    expect(broken).toEqual([]);
  });
});
