import { checkTexts, type TextAtFault } from '@bali/inspection';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { relative } from 'node:path';
import { openingSealed } from '../back-up/texts-of-ledgers.js';
import type { Check, Finding } from './check.js';

const WAY_OUT =
  'Put it back from a back-up that has it: `bali texts --from BACK-UP`. Find out who changed the store: see “A free text is missing ' +
  'or altered” in docs/operations/incidents.md.';

/** Each free text that an event refers to: it is there as it was written, or an event says that it was redacted. */
export const freeTexts: Check = {
  name: 'free texts',
  find: async ({ directory, ledgers }) => {
    const openSealed = openingSealed(directory);
    const findings: Finding[] = [];
    let redactedInTrial: ReadonlySet<string> | undefined;
    for (const ledger of LEDGERS) {
      const store = ledgers[ledger];
      if (store === undefined) continue;
      const options = { ...(openSealed && { openSealed }), ...(redactedInTrial && { redactedInTrial }) };
      const { faulty, redacted } = await checkTexts(store, options);
      if (ledger === 'trial') redactedInTrial = redacted;
      const file = relative(directory.path, directory.ledgers[ledger]);
      findings.push(...wordsOf(ledger, faulty).map((what) => ({ file, what, wayOut: WAY_OUT })));
    }
    return findings;
  },
};

function wordsOf(ledger: Ledger, faulty: readonly TextAtFault[]): readonly string[] {
  if (ledger === 'sealed') return faulty.length === 0 ? [] : ['does not hold free texts as they were written'];
  return faulty.map(({ event, field, fault }) =>
    fault === 'altered'
      ? `holds something else than the text ${field} of the event ${event}: it is shown to nobody`
      : `does not hold the text ${field} of the event ${event}, and no event says that it was redacted`,
  );
}
