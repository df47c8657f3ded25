import { LIMITS } from '../core/limits.ts';
import { baseName } from '../core/options.ts';
import type { Invocation } from '../core/scan.ts';
import { literalText } from '../core/word.ts';

/** Languages whose programs are looked at as text, by the programs that run them. */
const LANGUAGES: readonly (readonly [programs: RegExp, language: Language])[] = [
  [/^(?:python[\d.]*|pypy[\d.]*|ipython|jython)$/, 'python'],
  [/^perl[\d.]*$/, 'perl'],
  [/^(?:ruby[\d.]*|irb|jruby|crystal)$/, 'ruby'],
  [/^(?:php[\d.]*|php-cgi)$/, 'php'],
  [/^(?:node|nodejs|bun|deno|qjs|d8)$/, 'javascript'],
  [/^(?:lua(?:jit|[\d.]*)|nmap|vim|nvim)$/, 'lua'],
  [/^[gm]?awk$/, 'awk'],
  [/^(?:jrunscript|jjs|java|jshell|groovy|scala|kotlin|clojure|clj|bb)$/, 'java'],
  [/^(?:tclsh[\d.]*|wish|expect)$/, 'tcl'],
  [/^julia$/, 'julia'],
  [/^(?:R|Rscript|littler)$/, 'r'],
  [/^(?:erl|elixir|iex|escript)$/, 'beam'],
  [/^(?:pwsh|powershell|dotnet|csi|csharp|fsharpi|dotnet-script)$/, 'powershell'],
];

/** Most programs are none of them. */
const ANY = new RegExp(LANGUAGES.map(([programs]) => programs.source).join('|'));

export type Language =
  | 'python'
  | 'perl'
  | 'ruby'
  | 'php'
  | 'javascript'
  | 'lua'
  | 'awk'
  | 'java'
  | 'tcl'
  | 'julia'
  | 'r'
  | 'beam'
  | 'powershell'
  | 'go';

/** In which language a program's own code is written; nothing for those without one. */
export function languageOf({ program }: Invocation): Language | undefined {
  const name = baseName(program);
  if (name === undefined || !ANY.test(name)) return undefined;
  return LANGUAGES.find(([programs]) => programs.test(name))?.[1];
}

/** What is written to a program as words and on standard input, as far as it is known: its code is among that. */
export function codeTextOf({ argv, stdin }: Invocation): string {
  const words = argv.slice(1).map(literalText).join('\n');
  return `${words}\n${stdin === undefined ? '' : literalText(stdin)}`.slice(0, LIMITS.codeTextChars);
}
