import { ApiClient } from './api-client.js';
import type { Token } from './client-options.js';
import type { components, paths } from './generated/inspection-api.js';
import type { Answered, Operation, PathsWith, Sending } from './typed-operations.js';

export type InspectionPaths = paths;
export type InspectionSchemas = components['schemas'];
/** What a question at a path is answered with: `InspectionAnswer<'/v1/ledgers'>`. */
export type InspectionAnswer<Path extends PathsWith<InspectionPaths, 'get'>> = Answered<
  Operation<InspectionPaths, Path, 'get'>
>;

/** The way in of inspectors, statisticians and all who read results: audit log, replay, proofs, packages, exports. */
export class InspectionApi extends ApiClient<InspectionPaths> {
  /** The same API for whoever the token names: that of an OpenID provider, or of a session. */
  withToken(token: Token, role?: string): InspectionApi {
    return new InspectionApi(this.optionsOf(token, role));
  }

  /** Begins a session. @throws ProblemError, NoAnswerError */
  async signIn(
    credentials: InspectionSchemas['SignInDto'],
    sending: Sending = {},
  ): Promise<{ readonly api: InspectionApi; readonly session: InspectionSchemas['SignedInAnswer'] }> {
    const session = await this.post('/v1/sessions', { body: credentials, ...sending });
    return { api: this.withToken(session.token), session };
  }

  /** Ends the session of this client's token. @throws ProblemError, NoAnswerError */
  async signOut(): Promise<void> {
    await this.delete('/v1/sessions/current');
  }
}
