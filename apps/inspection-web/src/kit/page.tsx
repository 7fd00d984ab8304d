import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { turns } from '../app/router.js';
import { words } from '../words/words.js';

export interface PageParts {
  readonly title: string;
  readonly intro?: string | undefined;
  /** Beside the heading. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

let turned = 0;

/** A page under its heading, which takes the focus when the reader has come from another page. */
export function Page({ title, intro, aside, children }: PageParts) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { name } = words.value.app;
  useEffect(() => {
    document.title = `${title} – ${name}`;
  }, [title, name]);
  useEffect(() => {
    if (turned === turns.value) return;
    turned = turns.value;
    heading.current?.focus();
  });
  return (
    <article class="page">
      <header class="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {aside}
        {intro !== undefined && <p class="help">{intro}</p>}
      </header>
      {children}
    </article>
  );
}

export interface SectionParts {
  readonly title: string;
  readonly help?: string | undefined;
  readonly aside?: ComponentChildren;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A part of a page, as a card. */
export function Section({ title, help, aside, children, ...rest }: SectionParts) {
  const id = useId();
  return (
    <section class={`card ${rest.class ?? ''}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {help !== undefined && <p class="help">{help}</p>}
      {children}
    </section>
  );
}
