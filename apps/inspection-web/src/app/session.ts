import type { Role } from '@bali/access';
import { computed, signal } from '@preact/signals';
import { get, onSignedOut, post, remove } from '../api/client.js';
import { Problem, problemOf } from '../api/problem.js';
import { keep } from './settings.js';

export interface SignedInPerson {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly organisation: string;
  readonly sites: readonly string[];
}

export interface Session {
  readonly session?: string;
  readonly expiresAt?: string;
  readonly person: SignedInPerson;
}

/** How people sign in here. */
export interface Offer {
  readonly passwords: boolean;
  readonly installation: string;
  readonly demo: boolean;
  readonly copy: boolean;
  /** The origin of the pages on which passkeys are registered. */
  readonly passkeyOrigin?: string;
}

export interface Credentials {
  readonly userId: string;
  readonly password: string;
  readonly oneTimeCode?: string;
  readonly role?: Role;
}

/** unknown: the server was not asked yet. away: the session ended while somebody was at work; the page stays as it is. */
export type SessionState = 'unknown' | 'signed-out' | 'signed-in' | 'away' | 'unreachable';

export const sessionState = signal<SessionState>('unknown');
const session = signal<Session | undefined>(undefined);
export const offer = signal<Offer | undefined>(undefined);
export const person = computed(() => session.value?.person);
export const expiresAt = computed(() => session.value?.expiresAt);

/** Grows with each sign-in: what was asked before is asked again. */
export const generation = signal(0);

onSignedOut(() => {
  if (sessionState.value === 'signed-in') sessionState.value = 'away';
});

/** All tabs of a browser share one session: each tells the others when it begins or ends. */
const SHARED = 'bali.session';

window.addEventListener('storage', ({ key }) => {
  if (key === SHARED && sessionState.value === 'signed-in') void lookAgain();
});

/** Another tab has signed in or out: whoever is somebody else now begins anew. */
async function lookAgain(): Promise<void> {
  try {
    enter(await get<Session>('/v1/sessions/current'));
  } catch {
    // That nobody is signed in any more was told by the request; a server that is not there tells nothing.
  }
}

function tellOtherTabs(): void {
  keep(SHARED, `${Date.now()}`);
}

/** Asks who is signed in, when the pages are opened or opened anew. */
export async function begin(): Promise<void> {
  try {
    offer.value = await get<Offer>('/v1/page-sessions/offer');
    enter(await get<Session>('/v1/sessions/current'));
  } catch (error) {
    const { code } = problemOf(error);
    sessionState.value = code === 'not-authenticated' || code === 'no-role' ? 'signed-out' : 'unreachable';
  }
}

/** @throws Problem */
export async function signIn(credentials: Credentials): Promise<void> {
  enter(await post<Session>('/v1/page-sessions', credentials));
  tellOtherTabs();
}

/** In the demo alone: as somebody whose password everybody can know. @throws Problem */
export async function signInToDemo(userId: string): Promise<void> {
  enter(await post<Session>('/v1/demo/sessions', { userId }));
  tellOtherTabs();
}

export async function signOut(): Promise<void> {
  try {
    await remove('/v1/page-sessions/current');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
  session.value = undefined;
  sessionState.value = 'signed-out';
  tellOtherTabs();
}

function enter(next: Session): void {
  const before = session.value?.person;
  // Somebody else, or the same person in another role, begins at the beginning: nothing of what was shown stays.
  const isAnother = before !== undefined && (before.userId !== next.person.userId || before.role !== next.person.role);
  if (isAnother) location.reload();
  session.value = next;
  sessionState.value = 'signed-in';
  generation.value += 1;
}
