import { keep, read } from '../app/settings.js';

/** What this browser keeps of an installation: the last checkpoint that it saw of each log, and the keys that its user confirmed. */
const checkpointKey = (installation: string, origin: string): string => `bali.checkpoint.${installation}.${origin}`;
const keysKey = (installation: string): string => `bali.keys.${installation}`;

export function keptCheckpoint(installation: string, origin: string): string | undefined {
  return read(checkpointKey(installation, origin));
}

export function keepCheckpoint(installation: string, origin: string, note: string): void {
  keep(checkpointKey(installation, origin), note);
}

/** The verifier keys whose fingerprints somebody confirmed at this browser. */
export function confirmedKeys(installation: string): readonly string[] {
  return (read(keysKey(installation)) ?? '').split('\n').filter((line) => line !== '');
}

export function confirmKey(installation: string, line: string, isConfirmed: boolean): void {
  const others = confirmedKeys(installation).filter((other) => other !== line);
  keep(keysKey(installation), [...others, ...(isConfirmed ? [line] : [])].join('\n'));
}
