import { rm } from 'node:fs/promises';
import { copyKeys } from './key-copies.js';
import { type BackUpMade, type BackUpOptions, makeBackUp } from './make-back-up.js';

/**
 * Makes a back-up, and a copy of the keys that may be put back with it. The keys are copied first: beside them lies what was written
 * and signed last, and a ledger that is behind that is held. What a server at work writes meanwhile is in the ledgers alone.
 *
 * @param keysOut where the copy of the keys will be: a directory that is not there yet. It is taken away if no back-up is made.
 * @returns the names of the keys' files, too. @throws as {@link makeBackUp} and {@link copyKeys}
 */
export async function makeBackUpWithKeys(
  options: BackUpOptions,
  keysOut: string,
): Promise<BackUpMade & { readonly keys: readonly string[] }> {
  const keys = await copyKeys(options.directory, keysOut);
  try {
    return { ...(await makeBackUp(options)), keys };
  } catch (error) {
    await rm(keysOut, { recursive: true, force: true });
    throw error;
  }
}
