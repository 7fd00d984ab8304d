import { accountsOf, holderOf, INSTALLATION, type People } from './people.js';

/**
 * Whether an approval is that of a second person. Whoever verifies an identity could have made it up, and whoever was made up could
 * verify more. So no single administrator may stand between the installation and both: without any one of them, at least one of the
 * two is still somebody for whom the installation vouches, through others.
 */
export function isSecondPerson(people: People, asked: string, approving: string): boolean {
  const [one, other] = [personOf(people, asked), personOf(people, approving)];
  if (one === other) return false;
  return [...people.keys()].every((account) => {
    const real = vouchedFor(people, personOf(people, account));
    return real.has(one) || real.has(other);
  });
}

/** A name for the person who has an account, the same for each of their accounts. */
function personOf(people: People, account: string): string {
  return accountsOf(people, account)[0] ?? account;
}

/** Every person for whom the installation vouches, directly or through others, if one of them vouches for nobody and is nobody. */
function vouchedFor(people: People, without: string): ReadonlySet<string> {
  const real = new Set([INSTALLATION]);
  for (let before = 0; before < real.size;) {
    before = real.size;
    for (const account of people.keys()) {
      const { verifiedBy } = holderOf(people, account);
      const person = personOf(people, account);
      if (person !== without && verifiedBy.some((verifier) => real.has(personOf(people, verifier)))) real.add(person);
    }
  }
  return real;
}
