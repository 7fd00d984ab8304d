import { printJson, printLines, Refused } from '@bali/command-line';
import { type BlindCertificate, verifyCertificate } from '@bali/inspection';

/** Verifies a certificate of the blind, and prints what it says. @throws Refused where it does not show that the blind holds; NotVerified */
export function verifyAsCertificate(
  path: string,
  note: string,
  { key, json }: { readonly key?: string; readonly json?: boolean },
): void {
  const { certificate, keyWasGiven, fingerprint, shortcomings } = verifyCertificate(note, path, key);
  if (json === true) printJson({ verified: true, keyWasGiven, fingerprint, shortcomings, certificate });
  else printLines(...linesOf(certificate, fingerprint));
  if (shortcomings.length > 0)
    throw new Refused(
      `THE BLIND IS NOT SHOWN by this certificate, whose signature is right. ${shortcomings.join(' ')}`,
    );
}

function linesOf(certificate: BlindCertificate, fingerprint: string): readonly string[] {
  const { software, madeAt, runs = 1, machine, nonInterference, leaks, timing, notCovered } = certificate;
  const { histories, patientsSwapped, blindedRoles, responses, bytes, differingBytes } = nonInterference;
  return [
    'VERIFIED. The certificate is signed by this key.',
    `  Key           SHA-256 ${fingerprint}`,
    `  Software      BALI ${software.version}, commit ${software.commit}`,
    `  Made          ${madeAt}, on Node ${machine.node} with ${machine.cores} cores, in ${runs === 1 ? 'one run' : `${runs} runs`}`,
    `  Histories     ${histories}, each in two worlds, with ${patientsSwapped} patients in the other arm (seed ${nonInterference.seed})`,
    `  Compared      ${responses} answers to ${blindedRoles.length} blinded roles, ${bytes} bytes, of which ${differingBytes} differ`,
    `  Leaks         ${leaks.found} of ${leaks.planted} found, after ${leaks.meanHistories.toFixed(2)} histories in the mean (seed ${leaks.seed})`,
    ...loadLinesOf(timing.load),
    ...timing.routes.map(
      ({ route, pairs, difference, interval: [from, to], auc }) =>
        `  Time          ${route}: A less B ${difference.toFixed(3)} ms (${from.toFixed(3)} to ${to.toFixed(3)}), ` +
        `an arm is guessed right in ${auc.toFixed(3)} of ${pairs} pairs`,
    ),
    ...notCovered.map((sentence) => `  Not covered   ${sentence}`),
  ];
}

function loadLinesOf(load: BlindCertificate['timing']['load']): readonly string[] {
  if (load === undefined) return [];
  const { least, most, cores } = load;
  const between = `  Load          ${least.toFixed(1)} to ${most.toFixed(1)} on ${cores} cores while times were measured`;
  return [
    most > cores
      ? `${between}: the machine had other work, and what is smaller than the intervals would not have been noticed`
      : between,
  ];
}
