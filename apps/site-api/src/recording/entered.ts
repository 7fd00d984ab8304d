import type { CommandTexts } from '@bali/command-handling';
import type { ReasonedDto } from './reasoned.dto.js';

/**
 * The data that was entered, as a command takes it: a plain object, without the reason (which is the record's, not the
 * event's), and with the hash of each free text in its place.
 */
export function entered<Dto extends ReasonedDto>(
  dto: Dto,
  texts: CommandTexts,
  ...freeTexts: readonly (keyof Dto & string)[]
): Omit<Dto, 'reason'> {
  const { reason: _, ...data } = JSON.parse(JSON.stringify(dto)) as Record<string, unknown>;
  for (const field of freeTexts) {
    const text = data[field];
    if (typeof text === 'string') data[field] = texts.keep(text);
  }
  return data as Omit<Dto, 'reason'>;
}
