import { afterAll, describe, expect, it } from 'vitest';
import { filesFrom } from '../../src/core/file-view.ts';
import { textOf } from '../../src/core/word.ts';
import { scan } from '../../src/shell/scan.ts';
import { RealPrograms } from './real-programs.ts';

const programs = new RealPrograms(
  'env nice timeout nohup setsid stdbuf ionice chrt taskset setpriv flock script xargs find tar zip make sed vim ex ed gdb git strace unshare runuser python3 node perl ruby php awk base64 printf mkdir touch seq echo ls'.split(
    ' ',
  ),
);
afterAll(() => programs.close());

const FILES = {
  'x.py': 'import os, sys\nos.system("rm " + sys.argv[1])\n',
  'x.js': 'require("child_process").execSync("rm js");\n',
  'x.pl': 'use strict;\nmy @c = ("rm", "pl");\nsystem @c;\n',
  'x.awk': 'BEGIN { system("rm awk") }\n',
  'in.txt': 'one\n',
};
for (const [name, content] of Object.entries(FILES)) programs.write(name, content);

/** Each row runs with the program itself; where that is not installed, the row is left out. Rows stand between lines of `--`. */
const ROWS: Readonly<Record<string, string>> = {
  wrappers: String.raw`
env A=1 rm a
--
env -u HOME -i PATH="$PATH" rm a
--
env -S 'rm "a b" c'
--
nice -n5 rm a
--
nice -5 rm a
--
nice --adjustment=5 rm a
--
timeout -k 5 10 rm a
--
timeout --preserve-status --signal=KILL 5s rm a
--
nohup rm a
--
setsid -w rm a
--
stdbuf -oL -e 0 rm a
--
ionice -c 3 rm a
--
ionice -c3 -t rm a
--
chrt -o 0 rm a
--
taskset 1 rm a
--
taskset -c 0 rm a
--
setpriv --nnp rm a
--
unshare -m rm a
--
unshare --propagation private -m rm a
--
runuser -u root -- rm a
--
flock -n lock rm a
--
flock lock -c 'rm a'
--
flock -w 5 -x lock sh -c 'rm a'
--
script -qc 'rm a' /dev/null
--
script -q -c 'rm a; rm b' log
--
strace -f -o /dev/null rm a
--
xargs -a in.txt true
--
echo a b | xargs rm
--
echo a b | xargs -n1 rm
--
echo 'a b' | xargs -I{} sh -c 'rm x{}'
--
echo a | xargs sh -c 'rm "$0"'
--
find in.txt -maxdepth 0 -exec rm x \;
--
find in.txt -maxdepth 0 -exec sh -c 'rm $1' _ y \;
--
find in.txt -maxdepth 0 -exec rm z \; -exec rm w \;`,
  'programs that run others besides': String.raw`
tar cf x.tar --checkpoint=1 --checkpoint-action=exec='rm a' in.txt
--
tar cf y.tar in.txt; tar xf y.tar --to-command='rm a'
--
tar -I 'rm a' -cf z.tar in.txt
--
zip -q x.zip in.txt -T -TT 'rm a #'
--
make -s --eval='$(shell rm a)'
--
make -s --eval 'all:;@rm a'
--
sed -n '1e rm a' in.txt
--
sed -n '/one/e rm a' in.txt
--
sed 'a e rm a' in.txt
--
sed 's/o/e rm/;/e rm a/d' in.txt
--
vim -es -c '!rm a' -c 'q!'
--
vim -es -c 'silent !rm a' -c 'qa!'
--
vim -es -c "call system('rm a')" -c 'q!'
--
vim -es +'!rm a' +q!
--
printf '%s\n' '!rm a' 'q!' | vim -es
--
printf '%s\n' '!rm a' q | ed -s
--
printf '%s\n' 'r !rm a' Q | ed -s
--
gdb -nx -batch -ex 'shell rm a'
--
gdb -nx -batch -ex '!rm a' -ex 'print 1'
--
git -c alias.x='!rm a' x
--
git -c alias.x='!rm a' x b
--
git -c protocol.ext.allow=always ls-remote 'ext::rm a'`,
  python: String.raw`
python3 -c 'import os; os.system("rm a")'
--
python3 -Ic 'import subprocess as s; s.run(["rm", "a b"]); s.call("rm c; rm d", shell=True)'
--
python3 -c 'import os; os.system("".join(map(chr, [114, 109, 32, 97])))'
--
python3 -c 'import os; os.system("%s %d" % ("rm", 5)); os.system("{} {x}".format("rm", x=1)); os.system(f"rm {1 + 1}")'
--
python3 -c 'import os; os.system("a mr"[::-1]); os.system("xrm a"[1:])'
--
python3 -c 'import base64; exec(base64.b64decode("aW1wb3J0IG9zOyBvcy5zeXN0ZW0oJ3JtIGEnKQ=="))'
--
python3 -c 'import os; getattr(os, "sys" + "tem")("rm a"); __import__("os").popen("rm b").read()'
--
python3 -c 'import os; os.execvp("rm", ["rm", "x", "y"])'
--
python3 -c 'import os; os.execlp("rm", "rm", "x")'
--
python3 -c 'import sys, os; os.system("rm " + sys.argv[2])' p q
--
python3 x.py arg
--
python3 - arg < x.py
--
python3 -c 'import os; [os.system("rm %s" % f) for f in "ab"]'
--
python3 -c 'print("os.system(\"rm a\")") # os.system("rm b")'
--
python3 -c 'x = """
import os; os.system("rm a")
"""'
--
python3 -c 'import os
def f(c, *a):
    return os.system(c + " x")
class A:
    def go(self): f("rm")
f("rm", "y")
A().go()'
--
python3 -c 'import os
for i in range(3):
    os.system(f"rm {i}")
if len("ab") == 2:
    x = "rm b"; os.system(x)'
--
python3 <<'E'
import os, textwrap
s = '''unbalanced ( [ { " '''
d = {"a": [1, (2, 3)], 'b': r"\n"}  # rm }
os.system(
    "rm "
    "a"
)
E`,
  node: String.raw`
node -e 'require("child_process").execSync("rm a")'
--
node -e 'const { spawnSync: s } = require("node:child_process"); s("rm", ["a b", "c"]); s("rm a", { shell: true })'
--
node -p 'child_process.execFileSync("rm", ["a"]) + ""'
--
node -e 'eval(Buffer.from("Y2hpbGRfcHJvY2Vzcy5leGVjU3luYygicm0gYSIp", "base64").toString())'
--
node -e 'child_process["exec" + "Sync"]([114, 109, 32, 97].map(c => String.fromCharCode(c)).join(""))'
--
node -e 'const f = c => child_process.execSync(c); f("rm a"); ["x", "y"].forEach(n => f("rm " + n))'
--
node -e 'console.log("child_process.execSync(\"rm a\")") // child_process.execSync("rm b")'
--
node -e 'const r = /child_process.execSync("rm a")/; let x = 4 / 2 / 1; child_process.execSync("rm b")'
--
node --input-type=module -e 'import { execSync as x } from "child_process"; x("rm a")'
--
node -e 'import("child_process").then(m => m.execSync("rm a"))'
--
node -e 'class A { constructor(c) { this.c = c } static of(c) { return new A(c) } }
const o = { a: 1, "b-c": [1, 2], d() { return 1 }, get e() { return 2 } };
const t = "rm"; for (const [k, v] of Object.entries(o)) k + v;
switch (t) { case "rm": child_process.execSync(t + " s"); break; default: break }
if (t) child_process.execSync("rm t"); else { }'
--
node x.js
--
node < x.js`,
  perl: String.raw`
perl -e 'system("rm a"); system "rm", "b c"; exec qw(rm d)'
--
perl -e 'my $x = qx{rm b}; open(my $f, "-|", "rm", "c"); close $f; open(P, "rm d|")'
--
perl -MMIME::Base64 -e 'system(decode_base64("cm0gYQ==")); eval decode_base64("c3lzdGVtKCJybSBiIik=")'
--
perl -e 'system(pack("H*", "726d2061")); system(join " ", "rm", "b"); system("rm " . "c")'
--
perl -e 'my %h = (y => 1, s => 2, q => "system(1)"); print "a\@b.c $h{s}\n"; # system("rm a")
system("rm b") if $h{y};'
--
perl -e 'sub f { my ($c) = @_; system($c) } f("rm a"); for my $x ("p", "q") { system("rm $x") } system("rm $_") for qw(r s)'
--
perl -ne 'system("rm a") if /one/' in.txt
--
perl -e '$_ = "x"; s/x/system("rm a")/; y/a/b/; print; system(<<"F");
rm b
F
system "rm c"'
--
perl x.pl
--
perl - <<'E'
system "rm a";
__END__
system "rm b";
E`,
  awk: String.raw`
awk 'BEGIN { system("rm a") }'
--
awk -v c=rm 'BEGIN { system(c " a" " b") }'
--
awk 'BEGIN { "rm a" | getline x; print "rm b" | "sh"; close("sh") }'
--
awk '/one|system\("rm x"\)/ { system("rm y") } { print $1, "system(z)" } # system("rm q")' in.txt
--
awk -f x.awk`,
};

function predicted(command: string): readonly string[] {
  const view = filesFrom(
    Object.fromEntries(Object.entries(FILES).map(([name, text]) => [`${programs.cwd}/${name}`, text])),
  );
  const call = {
    tool: 'exec',
    command,
    cwd: programs.cwd,
    env: {},
    session: null,
    agent: null,
    actor: null,
    corr: null,
    callId: null,
  } as const;
  return scan(call, { files: view, home: programs.cwd }).invocations.flatMap(({ argv }) =>
    textOf(argv[0] ?? []) === 'rm' ? [argv.map(one => textOf(one) ?? '⟨unknown⟩').join(' ')] : [],
  );
}

describe.each(Object.entries(ROWS))('%s', (_theme, text) => {
  const rows = text.split('\n--\n').map(row => row.replace(/^\n/, ''));
  it.each(rows.filter(row => programs.has(row)))('%s starts what is foreseen', command => {
    expect(predicted(command).toSorted()).toEqual(programs.removals(command).toSorted());
  });
});
