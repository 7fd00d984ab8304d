import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Set by `npm run update`. */
const isUpdate = (): boolean => process.env['BALI_UPDATE'] === '1';

/**
 * The text of a file that follows from the code, such as a reference page. An update writes it anew; whoever commits the file has
 * read what differs.
 */
export function generatedFile(path: string, made: string): string {
  if (isUpdate()) writeFileSync(path, made);
  return readFileSync(path, 'utf8');
}

/** The text of a file that holds what was stored or published once. An update writes it where it is missing, and never over it. */
export function storedFile(path: string, make: () => string): string {
  if (isUpdate() && !existsSync(path)) writeFileSync(path, make(), { flag: 'wx' });
  return readFileSync(path, 'utf8');
}

/** The rows of a JSON file, each of which was stored or published once. An update adds rows that are missing, and changes none. */
export function storedRows(path: string, made: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const stored = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {};
  if (!isUpdate()) return stored;
  const grown = { ...made, ...stored };
  writeFileSync(path, `${JSON.stringify(grown, null, 2)}\n`);
  return grown;
}
