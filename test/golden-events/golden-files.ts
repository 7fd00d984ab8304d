import { storedFile } from '@bali/generated';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What was once stored, kept as files. It never changes: what fails against it is not to be regenerated, it is a new version.
 * `npm run update` writes the files of a new version, and never writes over one that is there.
 */
export class GoldenFiles {
  readonly #folder: string;

  /** @param room such as `libs/trial` */
  constructor(room: string) {
    this.#folder = join(import.meta.dirname, '../..', room, 'golden');
  }

  names(): readonly string[] {
    return readdirSync(this.#folder);
  }

  read(name: string): string {
    return readFileSync(join(this.#folder, name), 'utf8');
  }

  /** A file, which an update writes first if it is missing. */
  stored(name: string, made: () => string): string {
    return storedFile(join(this.#folder, name), made);
  }
}
