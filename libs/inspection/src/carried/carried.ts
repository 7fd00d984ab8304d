import { isPackagePath } from '../format/layout.js';
import { NotVerified } from '../verify/not-verified.js';

/** What programs leave in folders that people carry: of macOS, of Windows, of Linux, and of an office program that has a table open. */
const LEFT_BEHIND: readonly RegExp[] = [
  /(^|\/)(\.DS_Store|\.localized|\._[^/]*)$/,
  /^(.*\/)?(__MACOSX|\.Spotlight-V100|\.Trashes|\.fseventsd)\//,
  /(^|\/)(Thumbs\.db|ehthumbs\.db|desktop\.ini)$/i,
  /^(.*\/)?(\$RECYCLE\.BIN|System Volume Information)\//i,
  /(^|\/)(\.directory|\.fuse_hidden[^/]*|\.nfs[0-9a-f]+)$/,
  /^(.*\/)?\.Trash-\d+\//,
  /(^|\/)(\.~lock\.[^/]*#|~\$[^/]*)$/,
];

/** Whether a file is known by its name as one that such a program leaves: it is no part of the package, and proves nothing. */
function isLeftBehind(path: string): boolean {
  return LEFT_BEHIND.some((pattern) => pattern.test(path));
}

/** The files of a package as people carry it. */
export interface Carried {
  /** Where each file of the package is, by its path in the package. */
  readonly places: ReadonlyMap<string, string>;
  /** The folders around the package, each with a slash behind it; empty: the package lies at the top. */
  readonly enclosedIn: string;
  /** What such programs left. */
  readonly ignored: readonly string[];
}

const MANIFEST = /^(.*\/)?manifest\.json$/;

/**
 * Tells the files of a package from what lies around them: one folder in another is opened, and what such programs leave is passed
 * over. Nothing else may be there. @throws NotVerified
 */
export function carried(paths: readonly string[]): Carried {
  const ignored = paths.filter(isLeftBehind).toSorted();
  const own = paths.filter((path) => !isLeftBehind(path));
  const [enclosedIn = ''] = own
    .flatMap((path) => MANIFEST.exec(path)?.[1] ?? (MANIFEST.test(path) ? '' : []))
    .toSorted(byLength);
  const places = new Map<string, string>();
  for (const place of own) {
    const path = place.startsWith(enclosedIn) ? place.slice(enclosedIn.length) : undefined;
    if (path === undefined || !isPackagePath(path)) throw foreign(place);
    places.set(path, place);
  }
  return { places, enclosedIn, ignored };
}

function byLength(one: string, other: string): number {
  return one.length - other.length;
}

function foreign(file: string): NotVerified {
  const detail = 'If you or a program put it there, take it out and verify again; if not, ask for the package anew';
  return new NotVerified({ fault: 'foreign-file', file, detail });
}
