/*
 * Taking over signing: two instances share the files of the signer and the store; one at a time signs.
 *
 * A tree is a size and a branch: on branch 1, the events from CUT on are others than on branch 0. The ledger is cut once, as by a
 * restored back-up, and goes on otherwise. A note is released when the signer has written it into its memory. What must hold: each
 * released note extends every note that was released before, whoever crashes when.
 *
 * Every step prints a line. docs/model/README.md says how it is checked and how its traces are made.
 */
#define CUT 1
#define MOST 3
#define NOBODY 2

typedef Tree { byte size; bit branch };

Tree ledger, memory, kept, released;
byte lock = NOBODY;
byte writing[2];     /* 1: has written the note, and has not kept it yet */
bool restored = false;
byte crashes = 0;
byte steps = 0;

#define extends(old, new) (old.size <= new.size && (old.branch == new.branch || old.size <= CUT))
#define budget (steps < 14)

inline done() { steps++ }

proctype Instance(byte me) {
  do
  :: atomic { budget && lock == NOBODY -> lock = me; printf("TRACE %d opens\n", me); done() }
  :: atomic { budget && lock == me && writing[me] == 0 && extends(memory, ledger) && extends(kept, ledger) ->
       assert(extends(released, ledger));
       memory.size = ledger.size; memory.branch = ledger.branch;
       released.size = ledger.size; released.branch = ledger.branch;
       writing[me] = 1; printf("TRACE %d writes %d\n", me, ledger.size); done() }
  :: atomic { budget && lock == me && writing[me] == 0 && !(extends(memory, ledger) && extends(kept, ledger)) ->
       printf("TRACE %d refuses\n", me); done() }
  :: atomic { budget && lock == me && writing[me] == 1 ->
       kept.size = memory.size; kept.branch = memory.branch;
       writing[me] = 0; printf("TRACE %d keeps\n", me); done() }
  :: atomic { budget && lock == me && crashes < 3 ->
       crashes++; lock = NOBODY; writing[me] = 0; printf("TRACE %d crashes\n", me); done() }
  :: !budget -> break
  od;
  /* One signs, or nobody. */
  assert(lock == NOBODY || lock == 0 || lock == 1)
}

proctype World() {
  do
  :: atomic { budget && ledger.size < MOST -> ledger.size++; printf("TRACE ledger grows\n"); done() }
  :: atomic { budget && !restored && lock == NOBODY && ledger.size > CUT ->
       restored = true; ledger.size = CUT; ledger.branch = 1;
       if
       :: kept.size > CUT -> kept.size = 0
       :: else -> skip
       fi;
       printf("TRACE ledger restored\n"); done() }
  :: !budget -> break
  od
}

init { atomic { run Instance(0); run Instance(1); run World() } }
