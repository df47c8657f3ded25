import type { Random } from './random.ts';
import { inQuotes, ofText, type Rewrite } from './spelling.ts';

/** A string literal of most languages. */
const literal = (text: string, escaped = ''): string =>
  [...escaped].reduce((quoted, char) => quoted.replaceAll(char, `\\${char}`), JSON.stringify(text));

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function program(
  language: string,
  starts: readonly string[],
  codes: (text: string) => readonly string[],
  run: (code: string) => string,
): Rewrite {
  return ofText(
    language,
    (text: string, random: Random) =>
      // What sh is differs from system to system, and with it what echo makes of a backslash.
      text.includes('\\') ? undefined : run(inQuotes(random.pick(codes(text)))),
    { starts: [...starts, 'sh', 'bash'], local: false, unsure: true },
  );
}

/** A program in another language that hands the text to a shell. */
export const LANGUAGES: readonly Rewrite[] = [
  program(
    'python',
    ['python3'],
    text => [
      `import os; os.system(${literal(text)})`,
      `import subprocess; subprocess.run(${literal(text)}, shell=True)`,
      `import subprocess as s\ns.call(["bash", "-c", ${literal(text)}])`,
      `from os import popen; popen(${literal(text)}).read()`,
      `import os, base64; os.system(base64.b64decode("${base64(text)}").decode())`,
      `exec("import os\\nos.system(" + ${literal(literal(text))} + ")")`,
      `import os\nfor c in [${literal(text)}]:\n    os.system(c)`,
      `__import__("os").system("".join(reversed(${literal([...text].reverse().join(''))})))`,
    ],
    code => `python3 -c ${code}`,
  ),
  program(
    'python that prints',
    ['python3'],
    text => [`print(${literal(text)})`, `import sys; sys.stdout.write(${literal(text)} + "\\n")`],
    code => `python3 -c ${code} | bash`,
  ),
  program(
    'perl',
    ['perl'],
    text => [
      `system(${literal(text, '$@')})`,
      `my $c = ${literal(text, '$@')}; exec "bash", "-c", $c`,
      `use MIME::Base64; system(decode_base64("${base64(text)}"))`,
    ],
    code => `perl -e ${code}`,
  ),
  program(
    'ruby',
    ['ruby'],
    text => [`system(${literal(text, '#')})`, `exec "bash", "-c", ${literal(text, '#')}`],
    code => `ruby -e ${code}`,
  ),
  program(
    'node',
    ['node'],
    text => [
      `require("child_process").execSync(${literal(text)})`,
      `const { spawnSync } = require("child_process"); spawnSync("bash", ["-c", ${literal(text)}])`,
      `child_process.exec(Buffer.from("${base64(text)}", "base64").toString())`,
    ],
    code => `node -e ${code}`,
  ),
  program(
    'php',
    ['php'],
    text => [`system(${literal(text, '$')});`, `shell_exec(base64_decode("${base64(text)}"));`],
    code => `php -r ${code}`,
  ),
  program(
    'awk',
    ['awk'],
    text => [`BEGIN { system(${literal(text)}) }`, `BEGIN { c = ${literal(text)}; print | c }`],
    code => `awk ${code}`,
  ),
];
