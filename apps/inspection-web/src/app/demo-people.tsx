import { useState } from 'preact/hooks';
import { get } from '../api/client.js';
import { type Problem, problemOf } from '../api/problem.js';
import { useQuery } from '../api/use-query.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Skeleton } from '../kit/skeleton.js';
import { roleWord, words } from '../words/words.js';
import { PAGES, isFor } from './pages.js';
import type { SignedInPerson } from './session.js';

/** One click for each role. The demo alone answers; the same installation served otherwise asks for passwords. */
export function DemoPeople({ enter }: { readonly enter: (userId: string) => Promise<void> }) {
  const { answer, problem } = useQuery('demo people', (signal) =>
    get<readonly SignedInPerson[]>('/v1/demo/people', { signal }),
  );
  const [refused, setRefused] = useState<Problem>();
  const t = words.value.signIn;
  if (problem !== undefined) return null;
  return (
    <section class="card" aria-labelledby="demo">
      <h2 id="demo">{t.demoTitle}</h2>
      <p class="help">{t.demoIntro}</p>
      {answer === undefined && <Skeleton label={words.value.common.loading} lines={4} />}
      <ul class="people-choice">
        {answer?.toSorted(byInterest).map(({ userId, name, role, sites }) => (
          <li key={userId}>
            <button
              type="button"
              class="plain"
              onClick={() => void enter(userId).catch((error: unknown) => setRefused(problemOf(error)))}
            >
              <strong>
                {roleWord(role)}
                {sites.length > 0 && ` ${words.value.app.at(sites.join(', '))}`}
              </strong>
              <span dir="auto">{name}</span>
              <small>{pagesOf(role)}</small>
            </button>
          </li>
        ))}
      </ul>
      {refused !== undefined && <ProblemNote problem={refused} />}
    </section>
  );
}

/** Inspectors first, since the pages are theirs; the sites, of which there are many, last. */
const FIRST: readonly string[] = ['inspector', 'inspector-with-sealed-access', 'administrator', 'monitor'];

function byInterest(one: SignedInPerson, other: SignedInPerson): number {
  return placeOf(one) - placeOf(other);
}

function placeOf({ role, sites }: SignedInPerson): number {
  const at = FIRST.indexOf(role);
  if (at >= 0) return at;
  return sites.length > 0 ? FIRST.length + 1 : FIRST.length;
}

function pagesOf(role: SignedInPerson['role']): string {
  return PAGES.flatMap((page) =>
    page.called !== undefined && isFor(role, page) ? [page.called(words.value)] : [],
  ).join(' · ');
}
