import { SYSTEM } from '../ambient.js';
import { dataDirectory } from '../data-directory.js';
import { thisSoftware } from '../software.js';
import type { Installation } from './installation.module.js';

const nothing = (): void => undefined;

/** What an application is given that is only described: nothing of it is opened, read or written. */
export function describedInstallation(): Omit<Installation, 'writes'> {
  const log = { info: nothing, warn: nothing, error: nothing };
  return { directory: dataDirectory('data'), ambient: SYSTEM, software: thisSoftware(), log };
}
