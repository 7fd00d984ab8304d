import { NO_NETWORK, type Problem } from '../api/problem.js';
import { person } from '../app/session.js';
import { roleWord, words } from '../words/words.js';

/** What went wrong, in words, and the way on. */
export function ProblemNote({ problem, again }: { readonly problem: Problem; readonly again?: () => void }) {
  const { problems, common } = words.value;
  const { instance, errors = [] } = problem.body;
  return (
    <section class="note wrong" role="alert">
      <h2>{problem.code === 'not-permitted' ? problems.notPermitted : problems.title}</h2>
      <p>{sentenceOf(problem)}</p>
      {errors.length > 0 && (
        <ul>
          {errors.map(({ field, message }) => (
            <li key={field}>
              <code>{field}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {instance !== undefined && <small class="help">{problems.reference(instance.replace('urn:uuid:', ''))}</small>}
      {again !== undefined && (
        <p>
          <button type="button" onClick={again}>
            {common.again}
          </button>
        </p>
      )}
    </section>
  );
}

function sentenceOf(problem: Problem): string {
  const { problems } = words.value;
  switch (problem.code) {
    case NO_NETWORK:
      return problems.noNetwork;
    case 'not-found':
    case 'another-site':
      return problems.notFound;
    case 'too-many-requests':
      return problems.tooMany;
    case 'not-authenticated':
      return problems.signedOut;
    case 'ledger-held':
      return problems.held;
    case 'not-permitted':
      return problems.notPermittedHelp(roleWord(person.value?.role ?? ''));
    default:
      return problem.message;
  }
}
