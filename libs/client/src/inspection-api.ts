import { ApiClient } from './api-client.js';
import type { Token } from './client-options.js';
import type { components, paths } from './generated/inspection-api.js';

export type InspectionPaths = paths;
export type InspectionSchemas = components['schemas'];

/** The way in of inspectors, statisticians and all who read results: audit log, replay, proofs, packages, exports. */
export class InspectionApi extends ApiClient<InspectionPaths> {
  /** The same API for whoever the token names: that of an OpenID provider, or of a session. */
  withToken(token: Token, role?: string): InspectionApi {
    return new InspectionApi(this.optionsOf(token, role));
  }

  /** Begins a session. @throws ProblemError, NoAnswerError */
  async signIn(
    credentials: InspectionSchemas['SignInDto'],
  ): Promise<{ readonly api: InspectionApi; readonly session: InspectionSchemas['SignedInAnswer'] }> {
    const session = await this.post('/v1/sessions', { body: credentials });
    return { api: this.withToken(session.token), session };
  }

  /** Ends the session of this client's token. @throws ProblemError, NoAnswerError */
  async signOut(): Promise<void> {
    await this.delete('/v1/sessions/current');
  }
}
