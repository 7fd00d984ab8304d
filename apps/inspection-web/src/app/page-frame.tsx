import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { NotFound } from '../kit/not-found.js';
import { NotPermitted } from '../kit/not-permitted.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Skeleton } from '../kit/skeleton.js';
import { problemOf, type Problem } from '../api/problem.js';
import { words } from '../words/words.js';
import { firstPageOf, isFor, pageAt, type PageProps, type PageRow } from './pages.js';
import { go, hrefOf, place } from './router.js';
import { person } from './session.js';

/** Shows the page at the address of the reader, or says why not. */
export function PageFrame() {
  const found = pageAt(place.value.path);
  const who = person.value;
  const first = who === undefined ? undefined : firstPageOf(who.role);
  // Whoever may not see the first page of all begins with the first of their own.
  const isElsewhere = found?.page.id === 'overview' && who !== undefined && !isFor(who.role, found.page);
  useEffect(() => {
    if (isElsewhere && first !== undefined) go(hrefOf(first.path), { replaces: true });
  }, [isElsewhere, first]);
  if (who === undefined || isElsewhere) return null;
  if (found === undefined) return <NotFound />;
  if (!isFor(who.role, found.page)) return <NotPermitted role={who.role} />;
  return <Loaded key={found.page.id} page={found.page} places={found.places} />;
}

const loaded = new Map<string, ComponentType<PageProps>>();

/** Fetches the code of a page when it is first shown. */
function Loaded({ page, places }: { readonly page: PageRow } & PageProps) {
  const [problem, setProblem] = useState<Problem>();
  const [, setShown] = useState(0);
  useEffect(() => {
    if (loaded.has(page.id) || problem !== undefined) return;
    page.load().then(
      (module) => {
        loaded.set(page.id, module.default);
        setShown((count) => count + 1);
      },
      (error: unknown) => setProblem(problemOf(error)),
    );
  }, [page, problem]);
  const Page = loaded.get(page.id);
  if (Page !== undefined) return <Page places={places} />;
  if (problem !== undefined) return <ProblemNote problem={problem} again={() => setProblem(undefined)} />;
  return <Skeleton label={words.value.common.loading} lines={8} />;
}
