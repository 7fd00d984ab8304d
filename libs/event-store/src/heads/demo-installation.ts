/**
 * The identity of an installation that was made as a demo: a UUID of a version that no random one has (RFC 9562, version 8), with a
 * beginning of ours. It is in every ledger's file and in every head, as every identity is: a demo can never become anything else.
 */
const DEMO = /^de300ba1-1000-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MARK = 'de300ba1-1000-8';
const MARK_LENGTH = MARK.length;

/** @param random a random UUID: two demos are two installations. */
export function demoInstallation(random: string): string {
  return MARK + random.slice(MARK_LENGTH);
}

/** Whether an installation was made as a demo: its keys and passwords are known to everybody. */
export function isDemo(installation: string): boolean {
  return DEMO.test(installation);
}
