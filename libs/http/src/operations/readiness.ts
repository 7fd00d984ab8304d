/** Something that must work for the application to be ready. */
export interface ReadinessCheck {
  /** Kebab-case; shown to anyone, so it names a part and no place, address or person. */
  readonly name: string;
  /** A check that takes longer than 2 s, or throws, counts as down. */
  readonly isUp: () => boolean | Promise<boolean>;
  /**
   * It is an alarm: while it is down, the application serves what it can, and counts as ready. A supervisor that took every
   * instance out of service would help nobody.
   */
  readonly isAlarm?: true;
  /** What anybody may know of the part besides: one sentence, with no address, person or patient. */
  readonly detail?: () => string;
}

export type UpOrDown = 'up' | 'down';

export interface Readiness {
  readonly status: UpOrDown;
  readonly checks: Readonly<Record<string, UpOrDown>>;
  /** A sentence of the parts that have one. */
  readonly details?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 2_000;

/** Asks all checks at once. Never throws, and says nothing of why one is down: that is in the log of its part. */
export async function readinessOf(checks: readonly ReadinessCheck[]): Promise<Readiness> {
  const answers = await Promise.all(checks.map(async (check) => ({ check, answer: await upOrDown(check) })));
  const isReady = answers.every(({ check, answer }) => answer === 'up' || check.isAlarm === true);
  const named = answers.map(({ check, answer }) => [check.name, answer] as const);
  const details = checks.flatMap(({ name, detail }) => (detail === undefined ? [] : [[name, detail()] as const]));
  return {
    ...{ status: isReady ? 'up' : 'down', checks: Object.fromEntries(named) },
    ...(details.length === 0 ? {} : { details: Object.fromEntries(details) }),
  };
}

async function upOrDown(check: ReadinessCheck): Promise<UpOrDown> {
  const { promise: tooLong, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(resolve, TIMEOUT_MS, false);
  try {
    return (await Promise.race([check.isUp(), tooLong])) ? 'up' : 'down';
  } catch {
    return 'down';
  } finally {
    clearTimeout(timer);
  }
}
