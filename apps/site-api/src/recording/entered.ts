import type { CommandTexts } from '@bali/commands';
import type { SignatureDto } from '../signing/signature.dto.js';
import type { ReasonedDto } from './reasoned.dto.js';

type Entered = ReasonedDto & { readonly signature?: SignatureDto };

/**
 * The data that was entered, as a command takes it: a plain object, without the reason and the signature (which are the
 * record's, not the event's), and with the hash of each free text in its place.
 */
export function entered<Dto extends Entered>(
  dto: Dto,
  texts: CommandTexts,
  ...freeTexts: readonly (keyof Dto & string)[]
): Omit<Dto, 'reason' | 'signature'> {
  const { reason: _, signature: __, ...data } = JSON.parse(JSON.stringify(dto)) as Record<string, unknown>;
  for (const field of freeTexts) {
    const text = data[field];
    if (typeof text === 'string') data[field] = texts.keep(text);
  }
  return data as Omit<Dto, 'reason' | 'signature'>;
}
