import { ofText, type Rewrite } from './spelling.ts';

function splitAt(source: string, at: number, by: string): string {
  return source.slice(0, at) + by + source.slice(at);
}

/** What stands before, between and around commands. Closing words stand on a line of their own: a here-document may end the text. */
export const LAYOUT: readonly Rewrite[] = [
  ofText('newline as separator', text => `true\n${text}`),
  ofText('bare &', text => `true&${text}`),
  ofText('|&', text => `true |& {\n${text}\n}`),
  ofText('double spaces around |', text => `true  |  {\n${text}\n}`),
  ofText('; without spaces', text => `true;${text}`),
  ofText('&& without spaces', text => `true&&${text}`),
  ofText('||', text => `false || {\n${text}\n}`),
  ofText('comments that end at the line end only', text => `true # harmless\n${text}`),
  ofText('comment after', text => `${text}\n# done`),
  ofText('a leading comment line', text => `# list the folder\n${text}`),
  ofText('# inside words', text => `: a#b c#; ${text}`),
  ofText('# inside quotes', text => `: "# not a comment" '# nor this'; ${text}`),
  ofText('${x#y}', text => `: \${HOME#x}; ${text}`),
  ofText('$#', text => `: $#; ${text}`),
  ofText('$((2#1))', text => `: $((2#1)); ${text}`),
  ofText('URL fragments', text => `: http://example.com/#top; ${text}`),
  ofText('blank lines', text => `\n\n  \n${text}\n\n`),
  ofText('a subshell', text => `(${text}\n)`),
  ofText('a group', text => `{ ${text}\n}`),
  ofText('a negation', text => `! {\n${text}\n}`),
  ofText('time', text => `time {\n${text}\n}`),
  ofText('in the background', text => `{ ${text}\n} & wait`),
  ofText('a redirect in front', text => `2>/dev/null >&2 ; ${text}`),
  {
    name: 'double spaces and tabs between words',
    rewrite: (of, random) =>
      of.words === undefined
        ? undefined
        : { ...of, gap: random.pick(['  ', '\t', ' \t ', ' \\\n', '\\\n\\\n ']) },
  },
  {
    name: 'line continuation inside a word',
    rewrite: (of, random) => {
      const at = random.below(of.words?.length ?? 1);
      const chosen = of.words?.[at];
      if (of.words === undefined || chosen === undefined || !/^[\w/-]{2,}$/.test(chosen.source))
        return undefined;
      const source = splitAt(chosen.source, 1 + random.below(chosen.source.length - 1), '\\\n');
      return { ...of, words: of.words.with(at, { value: chosen.value, source }) };
    },
  },
];
