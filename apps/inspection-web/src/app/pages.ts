import { type Action, permits, type Role } from '@bali/access/portable';
import type { ComponentType } from 'preact';
import type { Words } from '../words/english.js';

/** What a page is given of its address: `/patients/:patient` gives `patient`. */
export interface PageProps {
  readonly places: Readonly<Record<string, string>>;
}

type Loaded = Promise<{ readonly default: ComponentType<PageProps> }>;

/** A page: where it is, who may see it, and its code, which is fetched when it is first shown. */
export interface PageRow {
  readonly id: string;
  readonly path: string;
  /** One of these is enough; what a page shows of each, the server decides. */
  readonly actions: readonly Action[];
  /** What it is called in the navigation; a page without it is reached from another one. */
  readonly called?: (words: Words) => string;
  readonly load: () => Loaded;
}

/** All pages, in the order of the navigation. */
export const PAGES: readonly PageRow[] = [
  {
    id: 'overview',
    path: '/',
    actions: ['read-trial'],
    called: ({ overview }) => overview.title,
    load: () => import('../pages/overview/overview-page.js'),
  },
  {
    id: 'replay',
    path: '/replay',
    actions: ['replay-trial'],
    called: ({ replay }) => replay.title,
    load: () => import('../pages/replay/replay-page.js'),
  },
  {
    id: 'audit-log',
    path: '/audit-log',
    actions: ['read-audit-log', 'inspect-access-ledger', 'inspect-sealed-ledger'],
    called: ({ audit }) => audit.title,
    load: () => import('../pages/audit-log/audit-log-page.js'),
  },
  {
    id: 'record',
    path: '/audit-log/:position',
    actions: ['read-audit-log'],
    load: () => import('../pages/record/record-page.js'),
  },
  {
    id: 'patients',
    path: '/patients',
    actions: ['read-patients'],
    called: ({ patients }) => patients.title,
    load: () => import('../pages/patients/patients-page.js'),
  },
  {
    id: 'patient',
    path: '/patients/:patient',
    actions: ['read-patients'],
    load: () => import('../pages/patients/patient-page.js'),
  },
  {
    id: 'blind',
    path: '/blind',
    actions: ['read-unblinding-register'],
    called: ({ blind }) => blind.title,
    load: () => import('../pages/blind/blind-page.js'),
  },
  {
    id: 'people',
    path: '/people',
    actions: ['read-delegation-log'],
    called: ({ people }) => people.title,
    load: () => import('../pages/people/people-page.js'),
  },
  {
    id: 'work',
    path: '/work',
    actions: ['read-work-list', 'read-patients'],
    called: ({ work }) => work.title,
    load: () => import('../pages/work/work-page.js'),
  },
  {
    id: 'review',
    path: '/review',
    actions: ['review-audit-trail'],
    called: ({ review }) => review.title,
    load: () => import('../pages/review/review-page.js'),
  },
  {
    id: 'check',
    path: '/review/:check',
    actions: ['review-audit-trail'],
    load: () => import('../pages/review/check-page.js'),
  },
  {
    id: 'results',
    path: '/results',
    actions: ['read-trial'],
    called: ({ results }) => results.title,
    load: () => import('../pages/results/results-page.js'),
  },
  {
    id: 'exports',
    path: '/exports',
    actions: ['export-data'],
    called: ({ exports }) => exports.title,
    load: () => import('../pages/exports/exports-page.js'),
  },
  {
    id: 'packages',
    path: '/packages',
    actions: ['export-packages'],
    called: ({ packages }) => packages.title,
    load: () => import('../pages/packages/packages-page.js'),
  },
  {
    id: 'verify',
    path: '/verify',
    actions: ['manage-own-access'],
    called: ({ verify }) => verify.title,
    load: () => import('../pages/verify/verify-page.js'),
  },
  {
    id: 'access',
    path: '/access',
    actions: ['manage-own-access'],
    load: () => import('../pages/access/access-page.js'),
  },
];

/** Whether a page has anything for a role. */
export function isFor(role: Role, { actions }: PageRow): boolean {
  return actions.some((action) => permits(role, action));
}

/** The page that a role sees first. */
export function firstPageOf(role: Role): PageRow | undefined {
  return PAGES.find((page) => page.called !== undefined && isFor(role, page));
}

/** The page at an address, with what the address names. */
export function pageAt(path: string): { readonly page: PageRow; readonly places: PageProps['places'] } | undefined {
  for (const page of PAGES) {
    const places = placesIn(page.path, path);
    if (places !== undefined) return { page, places };
  }
  return undefined;
}

function placesIn(pattern: string, path: string): PageProps['places'] | undefined {
  const expected = pattern.split('/');
  const parts = path.split('/');
  if (expected.length !== parts.length) return undefined;
  const places: Record<string, string> = {};
  for (const [at, name] of expected.entries()) {
    const part = parts[at] ?? '';
    if (name.startsWith(':')) places[name.slice(1)] = decoded(part);
    else if (name !== part) return undefined;
  }
  return places;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
