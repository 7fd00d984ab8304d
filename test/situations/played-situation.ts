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
import { ANNULLED, type Sent, type Situation } from './situation.js';

type Body = Partial<RecordedBody & ProblemBody> & { readonly signature?: { readonly meaning: string } };

/** A moment at which something is done for a situation. */
export interface Turn {
  readonly at: string;
  readonly take: () => Promise<void>;
}

/** How a patient stands, and at which site. */
interface Standing {
  readonly status?: string;
  readonly site?: string;
  readonly signedOffAt?: string;
}

const SIGN_OFF: Sent = { what: 'sign-off', at: '', path: 'sign-off', body: {} };

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
    const { signedOffAt, status, site } = await this.standing();
    if (signedOffAt !== undefined || status === ANNULLED) return;
    await this.#noting('sign-off', () => this.#sent({ ...SIGN_OFF, site: site ?? this.#site }));
  }

  async standing(): Promise<Standing> {
    const as = someoneIn('monitor');
    const position = await this.#api.lastPosition();
    const { items } = await this.#api.read<{ items: (Standing & { patient: string })[] }>(
      `/v1/patients?limit=200&atLeast=${position}`,
      { as },
    );
    return items.find(({ patient }) => patient === this.patient) ?? {};
  }

  async #consent(): Promise<void> {
    const as = someoneIn('investigator', this.#site);
    const { patient } = await this.#api.record('/v1/patients', { ...BODIES.consent, site: this.#site }, { as });
    this.patient = patient ?? '';
    this.#recorded['patient'] = this.patient;
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
    const filled = path.replaceAll(/\{([\w.]+)\}/g, (place, name: string) => this.#recorded[name] ?? place);
    const whole = filled.startsWith('/v1/') ? filled : `/v1/patients/${this.patient}/${filled}`;
    const sending = typeof body === 'function' ? body(this.#recorded) : body;
    const answer = await this.#posted(whole, sending, this.#senderOf(sent));
    requireAsWanted(answer, refused);
    const { events = [], patient } = answer.body;
    if (names === undefined) return;
    for (const [place, event] of events.entries()) this.#recorded[place === 0 ? names : `${names}.${place}`] = event;
    if (patient !== undefined) this.#recorded[`${names}.patient`] = patient;
  }

  #senderOf({ by = 'investigator', another, site = this.#site }: Sent): Person {
    const one = someoneIn(by, site);
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
  { status, body: { code, detail = '', errors = [] }, text }: Answer<Body>,
  refused: string | undefined,
): void {
  const wanted = refused ?? 201;
  if ((code ?? status) !== wanted) throw new Error(`${String(wanted)} was expected: ${text}`);
  const isSaidWhy = detail.endsWith('.') || errors.some(({ message }) => message !== '');
  if (refused !== undefined && !isSaidWhy) throw new Error(`no sentence says why: ${text}`);
}
