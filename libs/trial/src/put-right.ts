import type { DefinedEvent } from '@bali/schema';
import { type Refusal, refusal } from './refusal.js';

/** Whether the person who gives a command may do what an action of the table of permissions says. */
export type MayDo = (action: string) => boolean;

/** A record is put right by the people who could have entered it. @param mayDo absent: everybody may, as in a replay. */
export function notTheirs(
  { about, command }: Pick<DefinedEvent, 'about' | 'command'>,
  mayDo: MayDo | undefined,
): Refusal | undefined {
  if (mayDo === undefined || command?.action === undefined || mayDo(command.action)) return undefined;
  return refusal('not-yours-to-put-right', `Only people who may record that ${about} put it right: ask one of them.`);
}
