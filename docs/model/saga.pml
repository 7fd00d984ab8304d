/*
 * The two-ledger saga: a randomization begins in the sealed ledger and is finished in the trial ledger, or given up. Two
 * participants may do it: the command, which is repeated after a crash, and the completer of any instance. Meanwhile the patient may
 * withdraw, after which the trial ledger refuses. Each append names the revision that was read, so that of two at one place one wins.
 *
 * What must hold: a slot that was taken is used once or given up once, and never both; whoever has an answer was answered by what is
 * in the ledgers; and when all has come to rest, nothing that has begun is left in between.
 */
byte begun = 0;          /* SlotTaken of this command */
byte finished = 0;       /* Randomized */
byte given_up = 0;       /* SlotVoided */
bool withdrawn = false;
byte revision = 0;       /* of the patient's record in the trial ledger */
byte crashes = 0;

#define settled (begun == 0 || finished + given_up == 1)

/* Finishes what has begun: finish in TwoLedgerSagas. */
inline finish(read, who) {
  do
  :: finished == 1 -> break                                        /* done(): known by the command's id */
  :: given_up == 1 -> break
  :: finished == 0 && given_up == 0 ->
     read = revision;                                               /* load */
     if
     :: !withdrawn ->                                               /* decided: Randomized, at the revision read */
        atomic {
          if
          :: revision == read && finished == 0 ->
             finished++; revision++; printf("TRACE %d finishes\n", who)
          :: else -> skip                                           /* somebody was quicker: load again */
          fi
        }
     :: withdrawn ->                                                /* refused: look once more, then give up */
        if
        :: finished == 1 -> break
        :: else ->
           atomic {
             if
             :: finished == 0 && given_up == 0 -> given_up++; printf("TRACE %d gives up\n", who)
             :: else -> skip
             fi
           }
        fi
     fi
  od
}

proctype Command() {
  byte read;
again:
  if
  :: finished == 1 || given_up == 1 -> goto answered
  :: begun == 1 -> skip                                             /* resume */
  :: begun == 0 ->
     if
     :: withdrawn -> printf("TRACE 0 refused\n"); goto end          /* check: nothing begins */
     :: else -> atomic {
          if
          :: begun == 0 -> begun++; printf("TRACE 0 begins\n")
          :: else -> skip
          fi }
     fi
  fi;
  if
  :: crashes < 2 -> crashes++; printf("TRACE 0 crashes\n"); goto again
  :: true -> skip
  fi;
  finish(read, 0);
answered:
  assert(finished + given_up == 1);
end: skip
}

proctype Completer() {
  byte read;
  do
  :: begun == 1 && !settled -> finish(read, 1)
  :: settled && (finished == 1 || given_up == 1 || withdrawn) -> break
  od
}

proctype Patient() {
  if
  :: atomic { true -> withdrawn = true; revision++; printf("TRACE 2 withdraws\n") }
  :: true -> skip
  fi
}

proctype Watch() {
  assert(finished <= 1 && given_up <= 1 && finished + given_up <= 1 && begun <= 1)
}

/* In the end nothing is left in between: checked as a claim over all states (timeout: nothing can go on). */
active proctype Rest() {
  timeout -> assert(settled)
}

init { atomic { run Command(); run Completer(); run Patient(); run Watch() } }
