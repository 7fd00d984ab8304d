import { words } from '../words/words.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Skeleton } from '../kit/skeleton.js';
import { PageFrame } from './page-frame.js';
import { sessionState } from './session.js';
import { begin } from './session.js';
import { Shell } from './shell.js';
import { SignInPage } from './sign-in.js';
import { SignInAgain } from './sign-in-again.js';
import { NO_NETWORK, Problem } from '../api/problem.js';

/** Everything: who is not signed in sees the way in, at whatever address, and comes to that address afterwards. */
export function App() {
  switch (sessionState.value) {
    case 'unknown':
      return <Skeleton label={words.value.common.loading} lines={6} />;
    case 'unreachable':
      return (
        <main class="alone">
          <ProblemNote problem={new Problem({ code: NO_NETWORK, status: 0, title: '' })} again={() => void begin()} />
        </main>
      );
    case 'signed-out':
      return <SignInPage />;
    case 'signed-in':
    case 'away':
      return (
        <>
          <Shell>
            <PageFrame />
          </Shell>
          {sessionState.value === 'away' && <SignInAgain />}
        </>
      );
  }
}
