import { ApiClient } from './api-client.js';
import type { Token } from './client-options.js';
import type { components, paths } from './generated/site-api.js';
import { followFeed, type Following } from './live-feed.js';
import type { Answered, Operation, PathsWith, Sending } from './typed-operations.js';

export type SitePaths = paths;
export type SiteSchemas = components['schemas'];
/** What a question at a path is answered with: `SiteAnswer<'/v1/trial'>`. */
export type SiteAnswer<Path extends PathsWith<SitePaths, 'get'>> = Answered<Operation<SitePaths, Path, 'get'>>;
export type SignIn = SiteSchemas['SignInDto'];
export type SignedIn = SiteSchemas['SignedInAnswer'];

/** An event of the trial ledger, as it was recorded. `/v1/event-schemas/{type}` says what is in its data. */
export interface TrialEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: {
    readonly recordedAt: string;
    readonly actor: {
      readonly userId: string;
      readonly name: string;
      readonly role: string;
      readonly organisation: string;
    };
    readonly commandId: string;
    readonly [member: string]: unknown;
  };
}

/** An event that came by the live feed, and where it stands in the ledger. */
export interface FedEvent {
  readonly position: number;
  readonly event: TrialEvent;
}

export interface FollowingTrial extends Following {
  /** Of a safety officer: is called with each clock that ends soon. Reminders come again with each connection. */
  readonly onReminder?: (reminder: unknown) => void;
}

/** The sites' way into the trial: commands in, state out. */
export class SiteApi extends ApiClient<SitePaths> {
  /** The same API for whoever the token names: that of an OpenID provider, or of a session. */
  withToken(token: Token, role?: string): SiteApi {
    return new SiteApi(this.optionsOf(token, role));
  }

  /**
   * Begins a session. Keep `session.deviceToken` on the device, and give it with the next sign-in: then nobody who guesses at the
   * password from elsewhere can keep this person out.
   * @throws ProblemError, NoAnswerError
   */
  async signIn(
    credentials: SignIn,
    sending: Sending = {},
  ): Promise<{ readonly api: SiteApi; readonly session: SignedIn }> {
    const session = await this.post('/v1/sessions', { body: credentials, ...sending });
    return { api: this.withToken(session.token), session };
  }

  /** Ends the session of this client's token. @throws ProblemError, NoAnswerError */
  async signOut(): Promise<void> {
    await this.delete('/v1/sessions/current');
  }

  /** The events of the trial as they come, each once, whatever happens to the connection. @throws ProblemError */
  async *follow(following: FollowingTrial = {}): AsyncGenerator<FedEvent, void, undefined> {
    for await (const { position, data } of followFeed('/v1/events', this.options, following)) {
      if (position === undefined) following.onReminder?.(data);
      else yield { position, event: data as TrialEvent };
    }
  }
}
