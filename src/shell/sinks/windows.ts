import { Buffer } from 'node:buffer';
import { hasHole, join, literalText, textOf, type Word, word } from '../../core/word.ts';
import { cmdAsShell } from '../windows/cmd.ts';
import { powershellAsShell } from '../windows/powershell.ts';
import type { Inner, Sinks } from './inner.ts';

/** Parameters of powershell.exe and pwsh that take a value; any beginning will do. */
const VALUED =
  'executionpolicy ep ex windowstyle configurationname configurationfile custompipename inputformat outputformat psconsolefile settingsfile version workingdirectory wd'.split(
    ' ',
  );

/** `powershell -NoProfile -Command …`, `-EncodedCommand …`, or the code as it stands (about_PowerShell_exe). */
function powershell(argv: readonly Word[], input: Word | undefined): readonly Inner[] {
  for (let at = 1; at < argv.length; at++) {
    const text = literalText(argv[at] ?? []).toLowerCase();
    if (text === '-') return input === undefined ? [{ unknown: 'powershell' }] : reading(input);
    if (!/^[-/]./.test(text)) return script(argv[at] ?? []) ? [] : reading(join(argv.slice(at), ' '));
    const name = text.slice(1);
    if (/^c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?$|^commandwithargs$|^cwa$/.test(name))
      return reading(join(argv.slice(at + 1), ' '));
    if (/^e(?:c|n(?:c(?:o(?:d(?:e(?:d(?:c\w*)?)?)?)?)?)?)?$/.test(name)) return encoded(argv[at + 1] ?? []);
    if (/^f(?:i(?:l(?:e)?)?)?$/.test(name)) return [];
    if (VALUED.some(one => one.startsWith(name))) at++;
  }
  return input === undefined ? [] : reading(input);
}

function script(of: Word): boolean {
  return /\.ps1$/i.test(literalText(of));
}

function reading(of: Word): readonly Inner[] {
  const code = powershellAsShell(literalText(of));
  if (code === undefined) return [{ unknown: 'powershell' }];
  return hasHole(of) ? [{ code: word(code) }, { unknown: 'powershell' }] : [{ code: word(code) }];
}

/** Base64 of UTF-16, little end first. */
function encoded(of: Word): readonly Inner[] {
  const text = textOf(of);
  if (text === undefined || !/^[A-Za-z0-9+/=\s]+$/.test(text)) return [{ unknown: 'powershell' }];
  return reading(word(Buffer.from(text, 'base64').toString('utf16le')));
}

/** `cmd /c code`, `/k code`; Git Bash takes `//c`. */
function cmd(argv: readonly Word[]): readonly Inner[] {
  const at = argv.findIndex(one => /^\/{1,2}[ckr]/i.test(literalText(one)));
  if (at < 0) return [];
  const attached = literalText(argv[at] ?? []).replace(/^\/{1,2}[ckr]/i, '');
  const words = [...(attached === '' ? [] : [word(attached)]), ...argv.slice(at + 1)];
  // What bash took the quotes from is quoted again where it has to be.
  const [only] = words;
  const text =
    words.length === 1 && only !== undefined
      ? literalText(only).replace(/^"(.*)"$/s, '$1')
      : words
          .map(one => (/\s/.test(literalText(one)) ? `"${literalText(one)}"` : literalText(one)))
          .join(' ');
  const code: Inner = { code: word(cmdAsShell(text)) };
  return words.some(hasHole) ? [code, { unknown: 'cmd' }] : [code];
}

/** `Invoke-Expression 'code'`. */
function invokeExpression(argv: readonly Word[], input: Word | undefined): readonly Inner[] {
  const words = argv.slice(1).filter(one => literalText(one).toLowerCase() !== '-command');
  const code = words.length === 0 ? input : join(words, ' ');
  return code === undefined ? [{ unknown: 'powershell' }] : reading(code);
}

/** `Start-Process file -ArgumentList a, b -Verb RunAs`. */
function startProcess(argv: readonly Word[]): readonly Inner[] {
  const words: Word[] = [];
  for (let at = 1; at < argv.length; at++) {
    const one = argv[at] ?? [];
    const text = literalText(one).toLowerCase();
    if (/^-(?:verb|workingdirectory|windowstyle|redirect\w+|credential)$/.test(text)) at++;
    else if (
      !/^-(?:filepath|file|argumentlist|args|wait|passthru|nonewwindow)$/.test(text) &&
      !/^\/\w+$/.test(text)
    )
      words.push(...(words.length === 0 ? [one] : split(one)));
  }
  return words.length === 0 ? [] : [{ argv: words }];
}

function split(of: Word): readonly Word[] {
  const text = textOf(of);
  return text === undefined
    ? [of]
    : text
        .split(' ')
        .filter(one => one !== '')
        .map(word);
}

/** `wsl ls`, `wsl -d Ubuntu -u root -e ls`, `wsl -- ls`. */
function wsl(argv: readonly Word[]): readonly Inner[] {
  for (let at = 1; at < argv.length; at++) {
    const text = literalText(argv[at] ?? []);
    if (/^(?:-d|--distribution|-u|--user|--cd|--shell-type)$/.test(text)) at++;
    else if (/^(?:-e|--exec|--)$/.test(text))
      return at + 1 < argv.length ? [{ argv: argv.slice(at + 1) }] : [];
    else if (text.startsWith('-')) return [];
    else return [{ code: join(argv.slice(at), ' ') }];
  }
  return [];
}

export const WINDOWS_SINKS: Sinks = {
  powershell,
  pwsh: powershell,
  cmd,
  'invoke-expression': invokeExpression,
  'start-process': startProcess,
  wsl,
};

/** They make code of what they read. */
export const WINDOWS_READERS: readonly string[] = ['powershell', 'pwsh', 'invoke-expression'];
