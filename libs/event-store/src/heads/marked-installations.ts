/*
 * Identities of installations that nobody may take for the trial's: a UUID of a version that no random one has (RFC 9562, version 8),
 * with a beginning of ours. It is in every ledger's file and in every head, as every identity is, so that such an installation can
 * never become anything else.
 */

/** One that was made as a demo: its keys and passwords are known to everybody. */
const DEMO_MARK = 'de300ba1-1000-8';
/** One that was restored as a copy to try: what is recorded in it is no record of the trial. */
const COPY_MARK = 'c0b7ba11-1000-8';

/** @param random a random UUID: two demos are two installations. */
export function demoInstallation(random: string): string {
  return marked(DEMO_MARK, random);
}

/** The identity of a copy to try. A copy of a demo stays a demo. @param random a random UUID: two copies are two installations. */
export function copyInstallation(random: string, copied: string): string {
  return marked(isDemo(copied) ? DEMO_MARK : COPY_MARK, random);
}

/** Whether an installation was made as a demo: its keys and passwords are known to everybody. */
export function isDemo(installation: string): boolean {
  return isMarked(DEMO_MARK, installation);
}

/** Whether an installation is a copy to try. It never signs, and its pages say what it is. */
export function isCopyToTry(installation: string): boolean {
  return isMarked(COPY_MARK, installation);
}

function marked(mark: string, random: string): string {
  return mark + random.slice(mark.length);
}

function isMarked(mark: string, installation: string): boolean {
  return (
    installation.startsWith(mark) && /^[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(installation.slice(mark.length))
  );
}
