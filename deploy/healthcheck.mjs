// Exit 0 when every address given answers with success in time; 1 otherwise. The image has no other program that could ask.
const TIME_LIMIT_MS = 4_000;

async function isReady(address) {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(TIME_LIMIT_MS) })).ok;
  } catch {
    return false;
  }
}

const addresses = process.argv.slice(2);
const answers = await Promise.all(addresses.map(isReady));
process.exitCode = addresses.length > 0 && answers.every((ready) => ready) ? 0 : 1;
