import { holderOf, INSTALLATION, type People } from './people.js';

/**
 * Whether an approval is that of a second person. Whoever verifies an identity could have made it up, and whoever was made up could
 * verify more. So no single administrator may stand between the installation and both: without any one of them, at least one of the
 * two is still somebody for whom the installation vouches, through others.
 */
export function isSecondPerson(people: People, asked: string, approving: string): boolean {
  if (asked === approving) return false;
  return [...people.keys()].every((without) => {
    const real = vouchedFor(people, without);
    return real.has(asked) || real.has(approving);
  });
}

/** Everybody for whom the installation vouches, directly or through others, if one of them vouches for nobody and is nobody. */
function vouchedFor(people: People, without: string): ReadonlySet<string> {
  const real = new Set([INSTALLATION]);
  for (let before = 0; before < real.size;) {
    before = real.size;
    for (const userId of people.keys()) {
      const { verifiedBy } = holderOf(people, userId);
      if (userId !== without && verifiedBy.some((verifier) => real.has(verifier))) real.add(userId);
    }
  }
  return real;
}
