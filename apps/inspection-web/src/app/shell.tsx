import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { roleWord, words } from '../words/words.js';
import { Icon, type IconName } from '../kit/icon.js';
import { isFor, pageAt, PAGES } from './pages.js';
import { hrefOf, place } from './router.js';
import { offer, person, signOut } from './session.js';
import { Choices } from './choices.js';

const ICONS: Readonly<Record<string, IconName>> = {
  overview: 'grid',
  replay: 'play',
  'audit-log': 'list',
  patients: 'people',
  blind: 'eye',
  people: 'badge',
  packages: 'box',
  verify: 'check',
  work: 'task',
  review: 'search',
  results: 'chart',
  exports: 'save',
};

/** What surrounds every page: who is signed in, where one can go. */
export function Shell({ children }: { readonly children: ComponentChildren }) {
  const [isOpen, setOpen] = useState(false);
  const { path } = place.value;
  useEffect(() => setOpen(false), [path]);
  const { app } = words.value;
  return (
    <div class="shell">
      <a class="skip" href="#content" data-native>
        {app.skip}
      </a>
      <header class="bar">
        <button
          type="button"
          class="menu-button quiet"
          aria-expanded={isOpen}
          aria-controls="navigation"
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="menu" /> {app.menu}
        </button>
        <a class="brand" href={hrefOf('/')}>
          <img src="/pages/icon.svg" alt="" width="28" height="28" />
          <span>{app.name}</span>
        </a>
        {offer.value?.demo === true && <span class="demo-mark">{app.demo}</span>}
        {offer.value?.copy === true && <span class="demo-mark">{app.copy}</span>}
        <Who />
      </header>
      <nav id="navigation" class={isOpen ? 'navigation open' : 'navigation'} aria-label={app.pages}>
        <Links />
        <Choices />
      </nav>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function Who() {
  const who = person.value;
  const { app } = words.value;
  if (who === undefined) return null;
  return (
    <div class="who">
      <a href={hrefOf('/access')} title={app.yourAccess}>
        <strong dir="auto">{who.name}</strong>
        <span>
          {roleWord(who.role)}
          {who.sites.length > 0 && ` ${app.at(who.sites.join(', '))}`}
        </span>
      </a>
      <button type="button" class="quiet" onClick={() => void signOut()}>
        {app.signOut}
      </button>
    </div>
  );
}

function Links() {
  const who = person.value;
  const current = pageAt(place.value.path)?.page;
  if (who === undefined) return null;
  return (
    <ul>
      {PAGES.filter((page) => isFor(who.role, page)).map(
        (page) =>
          page.called !== undefined && (
            <li key={page.id}>
              <a href={hrefOf(page.path)} aria-current={current === page ? 'page' : undefined}>
                <Icon name={ICONS[page.id] ?? 'list'} />
                {page.called(words.value)}
              </a>
            </li>
          ),
      )}
    </ul>
  );
}
