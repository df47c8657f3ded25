/**
 * Commands of which the Scan says more than bash starts, each with the reason. A row that is predicted exactly must
 * leave this file; `MOST` only shrinks.
 */
export const KNOWN_GAPS: readonly (readonly [command: string, why: string])[] = [
  [
    'X=a; rm ${X:-$(cmd never)}${X}',
    'an operand that is not used is read all the same: that it is not used rests on what is known of the variable',
  ],
  [
    "trap 'rm $X' EXIT; X=v; rm a",
    'a trap may run at any time: both what a variable held when it was set and what it holds at the end count',
  ],
  [
    "shopt -s expand_aliases\nalias r='rm a'\nr b",
    'whether an alias is expanded depends on options, line breaks and the shell: both readings are followed',
  ],
  ["shopt -s expand_aliases\nalias r='rm '\nalias q='a b'\nr q", 'as above'],
  [
    'f() { rm a; return; rm b; }; f',
    'nothing after a return is left out: whether it is reached is not decided',
  ],
  ['rm a; exit; rm b', 'nothing after an exit is left out'],
  ['set -e; false; rm b', 'nothing after a command that ends the shell is left out'],
  ['while rm a; do rm b; break; rm c; done', 'nothing after a break is left out'],
  ['case abc in a) rm a;; a*) rm b;; *) rm c;; esac', 'every branch is followed, though the word is known'],
  ['if [ a = b ]; then rm a; else rm b; fi', 'every branch is followed, though the test could be decided'],
  [
    'X=1; for ((;X<4;X++)); do rm $X; [ $X = 2 ] && break; done',
    'a break does not end a loop that is unrolled',
  ],
];

/** How many there may be. */
export const MOST = 11;
