import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MAY_WRITE = process.env['BALI_WRITE_GOLDEN'] === '1';

/**
 * What was once stored, kept as files. It never changes: what fails against it is not to be regenerated, it is a new version.
 * `BALI_WRITE_GOLDEN=1` writes the files of a new version, and never writes over one that is there.
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

  /** A file, written first if it is missing and may be. */
  stored(name: string, made: () => string): string {
    if (MAY_WRITE && !this.names().includes(name)) writeFileSync(join(this.#folder, name), made(), { flag: 'wx' });
    return this.read(name);
  }
}
