import { FoundDamaged, printJson, printLines } from '@bali/command-line';
import { CONFIGURATION, directoryOf } from '@bali/installation';
import { LEDGERS } from '@bali/ledger';
import { restoreTexts } from '@bali/operations';
import { Command } from 'commander';

interface TextsOptions {
  readonly from: string;
  readonly json?: boolean;
}

export function textsCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('texts')
    .description(
      'put free texts that are missing or altered back from a back-up, stopped or running; nothing else is changed',
    )
    .requiredOption('--from <directory>', 'a back-up that was made when they were there')
    .option('--json', 'print one JSON document')
    .action((options: TextsOptions) => restore(options, environment));
}

/** Each text that is put back is verified against the hash in its event: the back-up need not be believed. */
async function restore({ from, json }: TextsOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  const restored = await restoreTexts(from, directoryOf(CONFIGURATION.read(environment)));
  if (json === true) printJson({ ledgers: restored });
  else printLines(...LEDGERS.map((ledger) => `${ledger}: ${wordsFor(restored[ledger])}`));
  const left = LEDGERS.filter((ledger) => restored[ledger].isDamaged);
  if (left.length > 0)
    throw new FoundDamaged(
      `This back-up does not have all texts that are missing or altered: ${left.join(', ')}. Try an older one.`,
    );
}

function wordsFor({ wasDamaged, isDamaged }: { readonly wasDamaged: boolean; readonly isDamaged: boolean }): string {
  if (!wasDamaged) return 'no text is known to be missing or altered';
  return isDamaged ? 'some texts are still missing or altered' : 'what was missing or altered is there again';
}
