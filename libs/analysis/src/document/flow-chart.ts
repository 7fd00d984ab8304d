import { escapedHtml } from '@bali/schema';
import type { GroupFlow } from '../report/group-flow.js';

/** How patients came to be randomized: of both arms together. */
export interface Enrolment {
  readonly consented: number;
  readonly assessed: number;
  readonly excluded: number;
  /** A patient may be excluded for several. */
  readonly reasons: readonly { readonly why: string; readonly patients: number }[];
  readonly notYetDecidable: number;
  readonly eligibleNotRandomized: number;
  readonly randomized: number;
}

const WIDTH = 720;
const LINE = 17;
const PADDING = 8;
const GAP = 26;
const LETTERS_PER_UNIT = 1 / 6.4;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly lines: readonly string[];
}

/**
 * The flow of patients as CONSORT 2025 draws it, as an SVG picture that needs nothing else: how they came to be randomized, then a column
 * for each group.
 */
export function flowChart(enrolment: Enrolment, groups: readonly GroupFlow[]): string {
  const { assessed, randomized } = enrolment;
  const middle = 250;
  const first = box((WIDTH - middle) / 2 - 120, 4, middle, [
    `Consented (n = ${enrolment.consented})`,
    `Assessed for eligibility (n = ${assessed})`,
  ]);
  const excluded = box(
    (WIDTH - middle) / 2 + 160,
    bottomOf(first) + GAP / 2,
    WIDTH - 4 - (WIDTH - middle) / 2 - 160,
    whyNotRandomized(enrolment),
  );
  const drawn = box(first.left, bottomOf(excluded) + GAP / 2, middle, [`Randomized (n = ${randomized})`]);
  const columns = groups.map((group, place) => column(group, place, groups.length, bottomOf(drawn) + GAP));
  const height = Math.max(bottomOf(drawn), ...columns.flat().map(bottomOf)) + 4;
  const arrows = [
    arrow(centre(first), bottomOf(first), centre(first), drawn.top),
    arrow(centre(first), excluded.top + heightOf(excluded) / 2, excluded.left, excluded.top + heightOf(excluded) / 2),
    ...columns.flatMap((boxes) => columnArrows(drawn, boxes)),
  ];
  const shapes = [first, excluded, drawn, ...columns.flat()].map(shapeOf);
  return (
    `<figure><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapedHtml(spoken(enrolment, groups))}" ` +
    `font-size="12" fill="currentColor"><defs><marker id="flow-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" ` +
    `markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z"/></marker></defs>${arrows.join('')}${shapes.join('')}</svg>` +
    `<figcaption>${escapedHtml(spoken(enrolment, groups))}</figcaption></figure>\n`
  );
}

function spoken({ assessed, excluded, randomized }: Enrolment, groups: readonly GroupFlow[]): string {
  const each = groups.map(
    ({ group, randomized: own, implanted, analysed }) =>
      `${group}: ${own} randomized, ${implanted} implanted, ${analysed} analysed.`,
  );
  return [`Flow of patients: ${assessed} assessed, ${excluded} excluded, ${randomized} randomized.`, ...each].join(' ');
}

function whyNotRandomized(enrolment: Enrolment): readonly string[] {
  return [
    `Not randomized (n = ${enrolment.excluded + enrolment.notYetDecidable + enrolment.eligibleNotRandomized})`,
    `not eligible (n = ${enrolment.excluded})`,
    ...enrolment.reasons.map(({ why, patients }) => `– ${why} (n = ${patients})`),
    `not decided yet (n = ${enrolment.notYetDecidable})`,
    `eligible, not randomized (n = ${enrolment.eligibleNotRandomized})`,
  ];
}

function column(flow: GroupFlow, place: number, columns: number, top: number): readonly Box[] {
  const width = (WIDTH - 8 - GAP * (columns - 1)) / Math.max(2, columns);
  const left = columns === 1 ? (WIDTH - width) / 2 - 120 : 4 + place * (width + GAP);
  const other = flow.givenOther === undefined ? [] : [`– of these, given the other product (n = ${flow.givenOther})`];
  const allocation = box(left, top, width, [
    `Allocation: ${flow.group} (n = ${flow.randomized})`,
    `harvested (n = ${flow.harvested})`,
    `implanted (n = ${flow.implanted})`,
    ...other,
    `not implanted (n = ${flow.randomized - flow.implanted})`,
    ...Object.entries(flow.notImplanted).map(([why, count]) => `– ${why.replaceAll('-', ' ')} (n = ${count})`),
  ]);
  const followUp = box(left, bottomOf(allocation) + GAP, width, [
    'Follow-up',
    `withdrew consent (n = ${flow.withdrawn})`,
    `lost to follow-up (n = ${flow.lostToFollowUp})`,
    `died (n = ${flow.died})`,
    `completed (n = ${flow.completed})`,
  ]);
  const analysis = box(left, bottomOf(followUp) + GAP, width, [
    `Analysed for the primary endpoint (n = ${flow.analysed})`,
    `known at 6 months (n = ${flow.evaluable})`,
    `window still open (n = ${flow.windowOpen})`,
    `per protocol (n = ${flow.perProtocol})`,
  ]);
  return [allocation, followUp, analysis];
}

function box(left: number, top: number, width: number, texts: readonly string[]): Box {
  return { left, top, width, lines: texts.flatMap((text) => wrapped(text, (width - 2 * PADDING) * LETTERS_PER_UNIT)) };
}

/** A text in lines of at most this number of letters; no word is cut. */
function wrapped(text: string, letters: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > letters)
      lines.push(line === undefined ? word : `  ${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}

function heightOf({ lines }: Box): number {
  return lines.length * LINE + 2 * PADDING - 4;
}

function bottomOf(one: Box): number {
  return one.top + heightOf(one);
}

function centre({ left, width }: Box): number {
  return left + width / 2;
}

function shapeOf(one: Box): string {
  const texts = one.lines.map((line, place) => {
    const x = one.left + PADDING + (line.startsWith('  ') ? 10 : 0);
    const weight = place === 0 ? ' font-weight="600"' : '';
    return `<text x="${x}" y="${one.top + PADDING + 8 + place * LINE}"${weight}>${escapedHtml(line.trim())}</text>`;
  });
  return (
    `<rect x="${one.left}" y="${one.top}" width="${one.width}" height="${heightOf(one)}" fill="none" ` +
    `stroke="currentColor"/>${texts.join('')}`
  );
}

function arrow(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="currentColor" marker-end="url(#flow-arrow)"/>`;
}

function columnArrows(from: Box, boxes: readonly Box[]): readonly string[] {
  return boxes.map((one, place) => {
    const before = boxes[place - 1] ?? from;
    return arrow(centre(before), bottomOf(before), centre(one), one.top);
  });
}
