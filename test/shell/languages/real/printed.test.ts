import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { displayWord, hasHole, textOf } from '../../../../src/core/word.ts';
import { realPath } from '../../real-programs.ts';
import { scanned } from '../../scanned.ts';
import { quoted } from '../found.ts';

/** What a program prints that is worked out, and what looks like it and is not. */
const PRINTED: Readonly<
  Record<string, { readonly known: readonly string[]; readonly other: readonly string[] }>
> = {
  'python3 -c': {
    known: [
      'print("rm -rf /tmp/x")',
      'print("rm", "a")',
      'print("rm", end=" "); print("a", end="")',
      'print("rm", "a", sep=" -f ")',
      'import sys; sys.stdout.write("rm a")',
      'for f in ["a", "b"]: print("rm " + f)',
      'print("a" * 3)',
      'print(1 + 2)',
      'print(f"rm {1 + 1}")',
      'print("%s %d" % ("a", 5))',
      'print("\\n".join(["a", "b"]))',
      'print()',
      'print("a\\tb\\\\n")',
      'print(7 // 2, -7 // 2)',
      'def f(): return "a"\nprint(f())',
      'import base64; print(base64.b64decode("cm0gYQ==").decode())',
    ],
    other: [
      'print(10 / 2)',
      'print(1.0)',
      'print(0.1 + 0.2)',
      'print(1e20)',
      'print(2 ** 100)',
      'print(b"rm a")',
      'print(repr("a"))',
      'print(["a"])',
      'print({"a": 1})',
      'print(None, True)',
      'print(str(None))',
      'print("a", file=__import__("sys").stderr)',
      'print("%5s" % "a")',
      'print("%05d" % 5)',
      'print(f"{5:03d}")',
      'print("{:>3}".format("a"))',
      'print("a".title())',
      'import os; os.system("echo a"); print("b")',
      'if len("a") > 3: print("a")',
      'print("a") if 0 else print("b")',
      'while 0: print("a")',
      'print("%r" % "a")',
      'print(-7 % 3)',
      'print("a"); exit(); print("b")',
      'print("a" "b" if 0 else "c")',
      'print([c for c in "ab"][0])',
      'print(*["a", "b"])',
      'print("abc"[5:], "abc"[-2:])',
      'print(sorted(["b", "a"])[0])',
    ],
  },
  'node -e': {
    known: [
      'console.log("rm -rf /tmp/x")',
      'console.log("rm", "a")',
      'process.stdout.write("rm a")',
      'for (const f of ["a", "b"]) console.log(`rm ${f}`)',
      'console.log(["rm", "a"].join(" "))',
      'console.log("a" + 1)',
      'console.log(Buffer.from("cm0gYQ==", "base64").toString())',
    ],
    other: [
      'console.log("%s b", "a")',
      'console.log("%d", "1", "c")',
      'console.log({ a: 1 })',
      'console.log([1, "a"])',
      'console.log(0.1 + 0.2, 1e21, 1 / 3)',
      'console.log(null, undefined, true)',
      'console.log(-0)',
      'console.error("a")',
      'console.log("a".at(-1))',
      'if (0) console.log("a")',
      'console.log(1 + "2", "3" * 2)',
      'setTimeout(() => console.log("b")); console.log("a")',
      'console.log(()=>1)',
      'console.log("a%cb", "c")',
    ],
  },
  'perl -e': {
    known: [
      'print "rm -rf /tmp/x"',
      'print "rm ", "a", "\\n"',
      'print "rm $_\\n" for qw(a b)',
      'print join(" ", "rm", "a")',
      'printf "%s %s", "rm", "a"',
      'print "a" . "b"',
      'use feature "say"; say "rm a"',
      'print pack("H*", "726d2061")',
      'my @c = ("rm", "a"); print "@c"',
      'print STDOUT "rm a"',
    ],
    other: [
      'print 1 / 3',
      'print 10 / 2',
      '$, = "-"; print "a", "b"',
      '$\\ = "!"; print "a"',
      'print STDERR "a"',
      'my @c = (1, 2); print @c',
      'my @c = (1, 2); print scalar(@c)',
      'printf "%03d|%5s|%x", 5, "a", 255',
      'print "a" if 0',
      'print "a" x 3',
      'print reverse("ab"), scalar reverse("ab")',
      'print "a" == 0',
      'exit; print "a"',
      'print lc("A"), uc "b"',
    ],
  },
  'ruby -e': {
    known: [
      'puts "rm a"',
      'print "rm", " a"',
      'puts "a", "b"',
      '%w[a b].each { |f| puts "rm #{f}" }',
      '$stdout.write("rm a")',
    ],
    other: [
      'puts ["a", "b"]',
      'puts "a\\n"',
      'puts',
      'p "a"',
      'puts nil',
      'puts 7 / 2',
      'puts 1.0',
      'puts [1, 2].to_s',
      'puts :a',
      'printf("%03d", 5)',
      'puts "a" if false',
    ],
  },
  'php -r': {
    known: [
      'echo "rm a";',
      'echo "rm", " a";',
      'print "rm a";',
      'foreach (["a", "b"] as $f) echo "rm $f\\n";',
      'printf("%s a", "rm");',
    ],
    other: [
      'echo 10 / 4;',
      'echo 1.0;',
      'echo true, false, null;',
      'echo ["a"][0];',
      'print_r(["a"]);',
      'if (0) echo "a";',
      'echo "a" . 1 + 2 . "b";',
      'echo 7 <=> 3;',
    ],
  },
  awk: {
    known: [
      'BEGIN { print "rm a" }',
      'BEGIN { print "rm", "a" }',
      'BEGIN { printf "%s %s", "rm", "a" }',
      'BEGIN { print "a" "b" }',
    ],
    other: [
      'BEGIN { OFS = "-"; print "a", "b" }',
      'BEGIN { ORS = ""; print "a" }',
      'BEGIN { print 1 / 3 }',
      'BEGIN { print 1e6, 0.1 }',
      'BEGIN { print 10 / 2 }',
      '{ print "a" }',
      'BEGIN { if (0) print "a" }',
      'BEGIN { exit; print "a" }',
      'BEGIN { print length("abc") }',
      'END { print "a" }',
    ],
  },
};

describe.each(Object.entries(PRINTED))('%s', (interpreter, { known, other }) => {
  const [program = '', ...switches] = interpreter.split(' ');
  const path = realPath(program);
  const rows = [...known.map(code => [code, true] as const), ...other.map(code => [code, false] as const)];
  it.runIf(path !== undefined).each(rows)('%s', (code, must) => {
    const { stdout } = spawnSync(path ?? '', [...switches, code], {
      encoding: 'utf8',
      input: '',
      timeout: 20_000,
    });
    const scan = scanned(`prog "$(${interpreter} ${quoted(code)})"`);
    const printed = scan.invocations.find(({ argv }) => textOf(argv[0] ?? []) === 'prog')?.argv[1] ?? [];
    if (must) expect(displayWord(printed)).toBe(stdout.replace(/\n+$/, ''));
    else if (!hasHole(printed)) expect(textOf(printed)).toBe(stdout.replace(/\n+$/, ''));
  });
  it.skipIf(path !== undefined)(`did not run: ${program} is not installed`, () => undefined);
});
