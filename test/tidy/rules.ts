/** A line of a file that breaks a rule. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
}

/** Looks at a whole file. @returns the numbers of the lines that break the rule, from 1. */
type Rule = (path: string, lines: readonly string[]) => readonly number[];

/** Phrases that a reader has to guess the meaning of. */
const UNCLEAR = [
  /\bunless told\b/i,
  /\bso many\b/i,
  /\b(for|by|of|to|from|with|than) who\b/i,
  /\bwhat (is|was) told\b/i,
  /\bno is no certain no\b/i,
];

/** Words of packages that were published: they can only change with a new version of the words. */
const PUBLISHED = ["'the signed statement: this log, so many events, this root'"];

/** A span of time without its unit. Temporal's own names are not ours. */
const WITHOUT_UNIT = [
  /_MILLISECONDS\b|[a-z](?<![eE]poch)(Milliseconds|Millis)\b/,
  /\bconst ([A-Z]+_)*(SECOND|MINUTE|HOUR|DAY|WEEK) = [\d_]+;/,
];

/** A page that stands by itself is read in a terminal, too. */
const LONGEST_LINE = 129;

const isPage = (path: string): boolean => path.endsWith('.md');
/** Rooms open with one. */
const isReadme = (path: string): boolean => path.endsWith('README.md') && !path.startsWith('docs/');
/** Tables that are written by the software, which a test holds to it. */
const isGenerated = (path: string): boolean => path.startsWith('docs/reference/');

const RULES: Readonly<Record<string, Rule>> = {
  'a phrase that the reader has to guess (say who, how many, or "Default: …")': (_, lines) =>
    numbersOf(lines, (line) => {
      const text = PUBLISHED.reduce((rest, words) => rest.replaceAll(words, ''), line);
      return UNCLEAR.some((phrase) => phrase.test(text));
    }),

  'a span of time whose name does not end in its unit (Ms, _MS)': (path, lines) =>
    isPage(path) ? [] : numbersOf(lines, (line) => WITHOUT_UNIT.some((name) => name.test(line))),

  'work that was left undone': (_, lines) => numbersOf(lines, (line) => /\b(TODO|FIXME)\b/.test(line)),

  'a path of somebody’s machine': (_, lines) =>
    numbersOf(lines, (line) => /(?<![\w.}])\/(home|Users|root|opt)\/\w/.test(line)),

  'a line of 130 characters or more in a page': (path, lines) =>
    isPage(path) && !isGenerated(path) ? longLines(path, lines) : [],
};

/**
 * Code is never broken, since it is copied as it stands. A table is only broken in a README, which is read in a terminal: the cells
 * of tables elsewhere are whole sentences.
 */
function longLines(path: string, lines: readonly string[]): readonly number[] {
  let isCode = false;
  return numbersOf(lines, (line) => {
    if (line.trimStart().startsWith('```')) isCode = !isCode;
    const mayBeLong = isCode || (line.startsWith('|') && !isReadme(path));
    return line.length > LONGEST_LINE && !mayBeLong;
  });
}

function numbersOf(lines: readonly string[], breaks: (line: string) => boolean): readonly number[] {
  return lines.flatMap((line, index) => (breaks(line) ? [index + 1] : []));
}

/** Every line of a file that breaks a rule. */
export function findingsIn(path: string, text: string): readonly Finding[] {
  const lines = text.split('\n');
  return Object.entries(RULES).flatMap(([rule, look]) => look(path, lines).map((line) => ({ path, line, rule })));
}
