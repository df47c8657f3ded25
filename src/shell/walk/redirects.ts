import { resolvePath } from '../../core/path.ts';
import { concat, EMPTY_WORD, isHole, textOf, type Word, word } from '../../core/word.ts';
import type { Expander } from '../expand/expander.ts';
import { readFile } from '../files/files.ts';
import { remember } from '../files/written.ts';
import { type Frame, type Output, type Stdin, spanOf } from '../frame.ts';
import type { HereDoc, Redirection } from '../parse.ts';

/** What a command's redirects do. */
export interface Redirects {
  readonly reads: readonly Word[];
  readonly writes: readonly Word[];
  /** What replaces standard input, if something does. */
  readonly stdin: Stdin | undefined;
  /** Where standard output goes instead, if it does not go on. */
  readonly stdout: { readonly path: Word; readonly append: boolean } | undefined;
}

/** A target that is a descriptor, not a file. */
const DESCRIPTOR = /^(?:\d+|-|\d+-)$/;

export function readRedirects(redirections: readonly Redirection[], expander: Expander): Redirects {
  const { frame } = expander;
  const reads: Word[] = [];
  const writes: Word[] = [];
  let stdin: Redirects['stdin'];
  let stdout: Redirects['stdout'];
  for (const one of redirections) {
    const descriptor = one.descriptor?.type === 'FileDescriptor' ? one.descriptor.value : undefined;
    const named = one.descriptor?.type === 'FileDescriptorVariable';
    const feedsStdin = !named && (descriptor ?? 0) === 0;
    if (one.type === 'HereDoc') {
      const text = hereDocument(one, expander);
      if (one.delimiter === undefined) frame.recorder.unknown('parse', spanOf(frame, one), 'here-document');
      if (feedsStdin) stdin = { text };
      continue;
    }
    if (one.target === undefined) continue;
    if (one.type === 'HereString') {
      const text = concat(expander.one(one.target), word('\n'));
      if (feedsStdin) stdin = { text };
      continue;
    }
    const target = expander.one(one.target);
    const known = textOf(target);
    const path = resolvePath(target, frame.state.cwd);
    switch (one.operator) {
      case '<':
        reads.push(path);
        if (feedsStdin) {
          // What is known is read line by line; a file on disk only when what is in it is run.
          const text = readFile(target, frame, spanOf(frame, one), 'written');
          stdin = text === undefined ? { file: target } : { text };
        }
        break;
      case '<>':
        reads.push(path);
        writes.push(path);
        if (feedsStdin) stdin = { text: undefined };
        break;
      case '<&':
        if (known === undefined || !DESCRIPTOR.test(known)) reads.push(path);
        if (feedsStdin) stdin = { text: undefined };
        break;
      case '>&':
        if (known !== undefined && DESCRIPTOR.test(known)) {
          if (!named && (descriptor ?? 1) === 1 && known !== '1') stdout = { path: EMPTY_WORD, append: true };
          break;
        }
        writes.push(path);
        stdout = { path, append: false };
        break;
      case '>':
      case '>|':
      case '>>':
      case '&>':
      case '&>>': {
        writes.push(path);
        if (one.operator.startsWith('&') || (!named && (descriptor ?? 1) === 1))
          stdout = { path, append: one.operator.endsWith('>>') };
        break;
      }
    }
  }
  return { reads, writes, stdin, stdout };
}

/** Notes what a command wrote to the file its output went to; what is left for a pipe to read. */
export function divert(output: Output, redirects: Redirects, frame: Frame): Output {
  if (redirects.stdout === undefined) return output;
  remember(redirects.stdout.path, output, redirects.stdout.append, frame);
  return EMPTY_WORD;
}

/** A here-document's text: expanded unless its delimiter is quoted; `<<-` takes the tabs off the start of lines. */
function hereDocument({ body, delimiter, operator }: HereDoc, expander: Expander): Word {
  const text =
    body.parts !== undefined
      ? expander.parts(body.parts)
      : expander.literal(
          delimiter?.quoted === true ? body.text : body.text.replace(/\\([\\$`\n])/gu, unescaped),
        );
  if (operator === '<<') return text;
  return text.map((part, index) =>
    isHole(part) ? part : { lit: part.lit.replace(index === 0 ? /(^|\n)\t+/gu : /(\n)\t+/gu, '$1') },
  );
}

function unescaped(_whole: string, char: string): string {
  return char === '\n' ? '' : char;
}
