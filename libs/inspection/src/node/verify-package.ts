import { ScratchState } from '@bali/projections';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyManifest } from '../format/manifest.js';
import type { Kind } from '../verify/kind.js';
import type { PackageFiles } from '../verify/package-files.js';
import type { Policy } from '../verify/policy.js';
import { verify } from '../verify/verifier.js';
import { openPackageFiles } from './open-package.js';

/**
 * Verifies a package that is a directory or a zip file, as `verify` does.
 * @throws NotVerified naming the first thing that is wrong: which file, which line, what was expected.
 */
export async function verifyPackage<Manifest extends AnyManifest, Result>(
  kind: Kind<Manifest, Result>,
  path: string,
  policy: Policy = {},
): Promise<Result> {
  return verifyPackageFiles(kind, await openPackageFiles(path), policy);
}

/** The same of files that are opened already, and are closed with it. The state of the trial is folded in a scratch file. */
export async function verifyPackageFiles<Manifest extends AnyManifest, Result>(
  kind: Kind<Manifest, Result>,
  files: PackageFiles,
  policy: Policy = {},
): Promise<Result> {
  const scratch = mkdtempSync(join(tmpdir(), 'bali-verify-'));
  try {
    return await verify(kind, files, policy, () => new ScratchState(join(scratch, 'state.db')));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    await files.close();
  }
}
