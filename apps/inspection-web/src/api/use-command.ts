import { useRef, useState } from 'preact/hooks';
import { newKey } from '../kit/new-key.js';
import { post } from './client.js';
import { noteWritten } from './own-writes.js';
import { type AskedSignature, type Problem, problemOf } from './problem.js';

/** What a signer gives besides the sentence that was shown. */
export type GivenSignature =
  | { readonly password?: string; readonly oneTimeCode?: string }
  | { readonly passkey: Readonly<Record<'credential' | 'authenticatorData' | 'clientDataJSON' | 'signature', string>> };

interface Sent {
  readonly path: string;
  readonly body: object;
  readonly done: () => void;
  /** Of the record that the sender looked at. */
  readonly revision?: number | undefined;
}

/** A command that a form sends, as far as the server has answered. */
export interface Commanded {
  readonly problem: Problem | undefined;
  readonly isBusy: boolean;
  /** What its sender has to sign for it to be done. */
  readonly asked: AskedSignature | undefined;
  /** Sends it, and goes on with `done` once it is done; what went wrong is in `problem`. */
  readonly send: (path: string, body: object, done: () => void, revision?: number) => Promise<void>;
  /** Sends it again, signed. */
  readonly sign: (given: GivenSignature) => Promise<void>;
  /** Signs it after all not: nothing was recorded, and what was typed stays. */
  readonly giveUp: () => void;
}

/** One key for what is typed: sent again after a failure of the network, or with a signature, it is done once. */
export function useCommand(): Commanded {
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const [asked, setAsked] = useState<AskedSignature>();
  const [key, setKey] = useState(newKey);
  const sent = useRef<Sent>(undefined);
  const attempt = async (what: Sent, signature?: object): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const body = signature === undefined ? what.body : { ...what.body, signature };
      noteWritten(await post(what.path, body, key, what.revision));
      setKey(newKey());
      setAsked(undefined);
      what.done();
    } catch (error) {
      const found = problemOf(error);
      // That it was done with other words is said once; what is sent next is another intent.
      if (found.code === 'idempotency-key-reused') setKey(newKey());
      if (found.code !== 'signature-missing') setProblem(found);
      // While a signer is away, the question stays where it is.
      if (found.code !== 'not-authenticated' && found.body.status !== 0) setAsked(found.body.signature);
    } finally {
      setBusy(false);
    }
  };
  return {
    ...{ problem, isBusy, asked },
    send: (path, body, done, revision) => {
      sent.current = { path, body, done, revision };
      return attempt(sent.current);
    },
    sign: async (given) => {
      if (sent.current !== undefined && asked !== undefined)
        await attempt(sent.current, { meaning: asked.meaning, ...given });
    },
    giveUp: () => {
      setAsked(undefined);
      setProblem(undefined);
    },
  };
}
