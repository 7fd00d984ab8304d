import type { Person } from '@bali/access';
import {
  type Answer,
  BODIES,
  PASSWORD,
  type ProblemBody,
  type RecordedBody,
  type SiteApiUnderTest,
  someoneIn,
  stepsUntil,
  takeStep,
} from '@bali-app/site-api/testing';
import type { Sent, Situation } from './situation.js';

type Body = Partial<RecordedBody & ProblemBody> & { readonly signature?: { readonly meaning: string } };

/** A moment at which something is done for a situation. */
export interface Turn {
  readonly at: string;
  readonly take: () => Promise<void>;
}

const CONSENTED_AT = '2011-02-14T10:00:00.000Z';

/** A situation while it is played: one patient, and what came of each step. */
export class PlayedSituation {
  readonly #api: SiteApiUnderTest;
  readonly #situation: Situation;
  readonly #recorded: Record<string, string> = {};
  /** What was answered otherwise than the situation says. */
  readonly surprises: string[] = [];
  /** The patient's code, once there is one. */
  patient = '';

  constructor(api: SiteApiUnderTest, situation: Situation) {
    this.#api = api;
    this.#situation = situation;
  }

  get #site(): string {
    return this.#situation.site ?? 'REI';
  }

  /** All that is done before the sign-off. */
  turns(): readonly Turn[] {
    const { until, then } = this.#situation;
    return [
      { at: CONSENTED_AT, take: () => this.#consent() },
      ...stepsUntil(until).map(({ step, at }) => ({
        at,
        take: () => this.#noting(step, () => takeStep(this.#api, this.patient, step)),
      })),
      ...then.map((sent) => ({
        at: sent.at,
        take: () =>
          this.#noting(sent.what, () => ('unit' in sent ? sent.unit(this.#api, this.patient) : this.#sent(sent))),
      })),
    ];
  }

  /** Whoever answers for the record signs it, unless that was done. */
  async signOff(): Promise<void> {
    const { signedOffAt } = await this.standing();
    if (signedOffAt !== undefined) return;
    await this.#noting('sign-off', () => this.#sent({ what: 'sign-off', at: '', path: 'sign-off', body: {} }));
  }

  async standing(): Promise<{ readonly status?: string; readonly signedOffAt?: string }> {
    const as = someoneIn('investigator', this.#site);
    const position = await this.#api.lastPosition();
    const { items } = await this.#api.read<{ items: { patient: string; status: string; signedOffAt?: string }[] }>(
      `/v1/patients?limit=200&atLeast=${position}`,
      { as },
    );
    return items.find(({ patient }) => patient === this.patient) ?? {};
  }

  async #consent(): Promise<void> {
    const as = someoneIn('investigator', this.#site);
    const { patient } = await this.#api.record('/v1/patients', { ...BODIES.consent, site: this.#site }, { as });
    this.patient = patient ?? '';
  }

  async #noting(what: string, take: () => Promise<unknown>): Promise<void> {
    try {
      await take();
    } catch (error) {
      this.surprises.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #sent(sent: Sent): Promise<void> {
    const { path, body, names, refused } = sent;
    const whole = path.startsWith('/v1/') ? path : `/v1/patients/${this.patient}/${path}`;
    const sending = typeof body === 'function' ? body(this.#recorded) : body;
    const answer = await this.#posted(whole, sending, this.#senderOf(sent));
    requireAsWanted(answer, refused);
    const [event] = answer.body.events ?? [];
    if (names !== undefined && event !== undefined) this.#recorded[names] = event;
  }

  #senderOf({ by = 'investigator', another }: Sent): Person {
    const one = someoneIn(by, this.#site);
    return another === undefined ? one : { ...one, userId: `${one.userId}.2`, name: `Another ${by}` };
  }

  /** Signed, where a signature is asked for. */
  async #posted(path: string, body: object, as: Person): Promise<Answer<Body>> {
    const answer = await this.#api.post<Body>(path, body, { as });
    if (answer.body.code !== 'signature-missing') return answer;
    const signature = { meaning: answer.body.signature?.meaning, password: PASSWORD };
    return this.#api.post<Body>(path, { ...body, signature }, { as });
  }
}

/** @throws Error when something else was answered than the situation says. */
function requireAsWanted(
  { status, body: { code, detail = '' }, text }: Answer<Body>,
  refused: string | undefined,
): void {
  const wanted = refused ?? 201;
  if ((code ?? status) !== wanted) throw new Error(`${String(wanted)} was expected: ${text}`);
  if (refused !== undefined && !detail.endsWith('.')) throw new Error(`no sentence says why: ${text}`);
}
