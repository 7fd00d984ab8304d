import { type FreeText, isAuthenticText, isInstant, MAX_LEAF_BYTES, MAX_TEXT_LENGTH } from '@bali/ledger';
import { type Append, type EventToAppend, type KeptCheckpoint, NO_STREAM } from './event-store.js';

/** The most events that one append may hold. */
export const MAX_APPEND_EVENTS = 1_000;

/** The most bytes that the leaves of one append may have together; servers refuse an append of more than 1 MiB. */
const MAX_APPEND_BYTES = 1_000_000;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Visible ASCII. Names that begin with `$` belong to the streams and types of the event stores themselves. */
const NAME = /^(?!\$)[!-~]{1,200}$/;

/**
 * Refuses a request that no store could ever take. Every adapter calls it before anything is queued or sent.
 * @throws RangeError naming the rule.
 */
export function checkAppend(append: Append): void {
  const { stream, expectedRevision, events, texts = [] } = append;
  checkStreamName(stream);
  if (!Number.isSafeInteger(expectedRevision) || expectedRevision < NO_STREAM)
    throw new RangeError(`an expected revision is a whole number from ${NO_STREAM}`);
  if (events.length === 0) throw new RangeError('an append holds at least one event');
  if (events.length > MAX_APPEND_EVENTS) throw new RangeError(`an append holds at most ${MAX_APPEND_EVENTS} events`);
  for (const event of events) checkEvent(event);
  if (new Set(events.map((event) => event.id)).size < events.length)
    throw new RangeError('an append holds two events of the same id');
  checkLeaves(events);
  checkTexts(texts);
}

/** Refuses leaves that no store could ever take. @throws RangeError naming the rule. */
export function checkLeaves(events: readonly Pick<EventToAppend, 'leaf'>[]): void {
  for (const { leaf } of events)
    if (leaf.byteLength < 1 || leaf.byteLength > MAX_LEAF_BYTES)
      throw new RangeError(`a leaf has 1 to ${MAX_LEAF_BYTES} bytes`);
  if (events.reduce((bytes, { leaf }) => bytes + leaf.byteLength, 0) > MAX_APPEND_BYTES)
    throw new RangeError(`the leaves of an append have at most ${MAX_APPEND_BYTES} bytes together`);
}

/** Refuses free texts that no store could ever take. @throws RangeError naming the rule. */
export function checkTexts(texts: readonly FreeText[]): void {
  if (texts.length > MAX_APPEND_EVENTS) throw new RangeError(`at most ${MAX_APPEND_EVENTS} texts are kept at once`);
  for (const text of texts) checkText(text);
}

/** @throws RangeError unless it is 1 to 200 visible ASCII characters that do not begin with `$`. */
export function checkStreamName(stream: string): void {
  if (!NAME.test(stream)) throw new RangeError('a stream has a name of 1 to 200 visible ASCII characters, not $ first');
}

/** The longest note of a checkpoint, in UTF-16 code units: room for signatures of witnesses and stamps of authorities. */
const MAX_CHECKPOINT_LENGTH = 65_536;

/** @throws RangeError naming the rule. */
export function checkCheckpoint({ size, note }: KeptCheckpoint): void {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('a checkpoint is of a whole number of events');
  if (note.length < 1 || note.length > MAX_CHECKPOINT_LENGTH || !note.isWellFormed())
    throw new RangeError(`the note of a checkpoint has 1 to ${MAX_CHECKPOINT_LENGTH} well-formed characters`);
}

/** Checkpoints are kept in the order of their trees. @throws RangeError if the tree is smaller than the last one's. */
export function checkCheckpointOrder(last: KeptCheckpoint | undefined, size: number): void {
  if (last !== undefined && size < last.size)
    throw new RangeError(`a checkpoint of ${size} events comes after one of ${last.size}`);
}

/** @throws RangeError unless it is a place in a ledger or in a stream: a whole number from 0. */
export function checkPlace(place: number): void {
  if (!Number.isSafeInteger(place) || place < 0) throw new RangeError('a place is a whole number from 0');
}

function checkEvent({ id, type, dated }: EventToAppend): void {
  if (!UUID.test(id)) throw new RangeError('an event has a UUID in lower case as its id');
  if (!NAME.test(type)) throw new RangeError('an event has a type of 1 to 200 visible ASCII characters, not $ first');
  if (dated !== undefined && !isInstant(dated.recordedAt))
    throw new RangeError('an event is recorded at an instant in UTC with milliseconds');
}

/** A text without the right hash could never be verified, so it is refused. The message never quotes the text. */
function checkText(freeText: FreeText): void {
  const { text } = freeText;
  if (text.length > MAX_TEXT_LENGTH) throw new RangeError(`a free text has at most ${MAX_TEXT_LENGTH} characters`);
  if (!text.isWellFormed()) throw new RangeError('a free text contains a lone surrogate');
  if (!isAuthenticText(freeText)) throw new RangeError('a free text does not have the hash that it comes with');
}
