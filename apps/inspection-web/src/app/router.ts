import { computed, signal } from '@preact/signals';

/** Where the reader is: an address below `/pages`, so that each place can be linked to, left and come back to. */
export interface Place {
  /** Below `/pages`: `/audit-log`. */
  readonly path: string;
  readonly query: URLSearchParams;
}

const BASE = '/pages';

const here = signal<Place>(placeOf(location));
export const place = computed(() => here.value);

/** Number of times that the reader went to another page: the heading of each new page takes the focus. */
export const turns = signal(0);

/** The address of a place, for links. */
export function hrefOf(path: string, query: Readonly<Record<string, string | number | undefined>> = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(pairs).toString();
  return `${BASE}${path}${text === '' ? '' : `?${text}`}`;
}

/** Goes to a place. @param replaces whether going back passes over where the reader is now. */
export function go(href: string, { replaces = false }: { readonly replaces?: boolean } = {}): void {
  const from = here.value.path;
  if (replaces) history.replaceState(null, '', href);
  else history.pushState(null, '', href);
  here.value = placeOf(location);
  if (here.value.path !== from) arrive();
}

/** Links of ours are followed without loading the page anew; going back and forth, too. */
export function followLinks(): void {
  window.addEventListener('popstate', () => {
    const from = here.value.path;
    here.value = placeOf(location);
    if (here.value.path !== from) turns.value += 1;
  });
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || !isOurs(link, event)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

function arrive(): void {
  turns.value += 1;
  window.scrollTo(0, 0);
}

function isOurs(link: HTMLAnchorElement, event: MouseEvent): boolean {
  const elsewhere = event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
  if (elsewhere || link.target !== '' || link.hasAttribute('download')) return false;
  const within = link.origin === location.origin && link.pathname.startsWith(`${BASE}/`);
  return within && !link.href.includes('#');
}

function placeOf({ pathname, search }: Location): Place {
  const path = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : pathname;
  return { path: path === '' ? '/' : path.replace(/(.)\/$/, '$1'), query: new URLSearchParams(search) };
}
