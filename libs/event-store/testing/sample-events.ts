import { canonicalBytes, eventId, type FreeText, saltedText, sha256, sha256Hex } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import type { Append, EventToAppend } from '@bali/event-store';

const SAMPLES = '7b6f4a52-0d1b-4c57-9f0e-3a1f5f1c2f11';

/** The id that the same label always gives. */
function sampleId(label: string): string {
  // An id made from a label alone, by way of the one function that makes event ids.
  const hex = sha256Hex(`${SAMPLES} ${label}`);
  const command = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return eventId(command.join('-'), 0);
}

/** An event as a store takes it; the same label always gives the same one. */
export function sampleEvent(label: string, leaf: Uint8Array = canonicalBytes({ label })): EventToAppend {
  return { id: sampleId(label), type: 'SampleTaken', leaf };
}

/** An event that is recorded now, as a store takes it: its leaf says when. */
export function datedEvent(label: string, recordedAt: string): EventToAppend {
  const leafAt = (instant: string) => canonicalBytes({ label, metadata: { recordedAt: instant } });
  return { ...sampleEvent(label, leafAt(recordedAt)), dated: { recordedAt, leafAt } };
}

/** An append of `count` events, labelled by their stream and revision. */
export function sampleAppend(stream: string, expectedRevision: number, events = 1): Append {
  const revisions = Array.from({ length: events }, (_, index) => expectedRevision + 1 + index);
  return { stream, expectedRevision, events: revisions.map((revision) => sampleEvent(`${stream}/${revision}`)) };
}

/** A free text whose salt is made from it: for tests only. */
export function sampleText(text: string): FreeText {
  return saltedText(text, sha256(Buffer.from(`${SAMPLES} ${text}`)));
}
