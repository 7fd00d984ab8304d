/** The files of a package, wherever they are: in a directory, in an archive, in a browser. Nothing in them is believed. */
export interface PackageFiles {
  /** Every file, with its size. */
  readonly sizes: ReadonlyMap<string, number>;
  /** What file managers left beside them, known by its name: nobody looks at it, and it proves nothing. */
  readonly ignored?: readonly string[];
  /** A file's bytes, in pieces. It can be asked for again, and beside others. */
  open(path: string): AsyncIterable<Uint8Array>;
  /** A file's bytes at once. */
  whole(path: string): Promise<Uint8Array>;
  close(): Promise<void>;
}
