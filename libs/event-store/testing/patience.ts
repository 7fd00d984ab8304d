/**
 * Ends a wait that hangs. No test fails because a machine is slow or busy: this is far longer than any wait takes there, and
 * shorter than the time after which jest gives a test up, so that the wait can still say what it waited for.
 */
export function patience(): AbortSignal {
  return AbortSignal.timeout(600_000);
}
