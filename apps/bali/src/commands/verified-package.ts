import { Refused } from '@bali/command-line';
import { NotVerified, PackageEvents, verifyPackage, WHOLE_LEDGER } from '@bali/inspection';

/** The events of a package, once they are shown to be those of its checkpoint. @throws Refused */
export async function openVerifiedPackage(path: string): Promise<PackageEvents> {
  try {
    await verifyPackage(WHOLE_LEDGER, path, { checks: 'tree' });
    return await PackageEvents.open(path);
  } catch (error) {
    if (error instanceof NotVerified) throw new Refused(`NOT VERIFIED. ${error.message}`, { cause: error });
    throw error;
  }
}
