import { word } from '../core/word.ts';
import { readCode } from './code.ts';
import type { Frame } from './frame.ts';
import { powershellAsShell } from './windows/powershell.ts';

/** A piece of a longer line: hosts put the agent's text behind `cd dir`, and this becomes part of it. */
const CONTINUES = /^\s*(?:&&|\|\||\|&|[|&;])(?![|&;])/;

/** What PowerShell has and bash does not: cmdlets, its variables, types. */
const POWERSHELL =
  /(?:^|[\s|;({&])(?:(?:[A-Z][a-z]+|[a-z]+)-[A-Z][A-Za-z]+|iex|iwr|irm|\[[\w.]+\]::|\$env:\w+|\$\w+\s*=\s)/i;

const SPLIT_ALIAS = /\bi\\?(?:e\\?x|w\\?r|r\\?m)\b/gi;

/**
 * What a text that is no shell code would do where it was meant for: behind the beginning of a line, or in PowerShell.
 * Bash runs none of it, so this only adds to what rules may restrict.
 */
export function readMalformed(written: string, frame: Frame): void {
  // Bash takes `I\EX` for IEX: who writes for both means that.
  const text = written.replace(SPLIT_ALIAS, alias => alias.replaceAll('\\', ''));
  const span = { source: frame.source, start: 0, end: text.length };
  const rest = text.replace(CONTINUES, '');
  if (rest !== text) readCode(word(rest), frame, { kind: 'script', span });
  if (!POWERSHELL.test(text)) return;
  const code = powershellAsShell(text);
  if (code !== undefined && code.trim() !== text.trim())
    readCode(word(code), frame, { kind: 'script', span });
}
