import { literalText, textOf, type Word, word } from '../../core/word.ts';
import { type Draft, onHost, onPath } from '../draft.ts';
import type { Family } from '../model.ts';
import { isRemote } from '../readers.ts';

const VALUED = new Set(
  'file directory files-from exclude exclude-from transform strip-components owner group mode mtime use-compress-program to-command checkpoint checkpoint-action listed-incremental newer blocking-factor rsh-command info-script new-volume-script format level suffix starting-file'.split(
    ' ',
  ),
);
/** Letters that take the next word: GNU tar 1.35 and bsdtar 3.7. */
const LETTERS = 'fCTXbgHIKLNVsF';

/** tar, with options in the old style (`tar xf a`) and the new; `c`, `r`, `u` read their operands, `x` writes below its directory. */
function tar(argv: readonly Word[]): Draft[] {
  let mode = '';
  let removes = false;
  let archive: Word | undefined;
  let directory: Word | undefined;
  const members: Word[] = [];
  const drafts: Draft[] = [];
  const take = (name: string, value: Word | undefined): void => {
    if (value === undefined) return;
    if (name === 'f' || name === 'file') archive = value;
    else if (name === 'C' || name === 'directory') directory = value;
    else if (name === 'T' || name === 'files-from' || name === 'X' || name === 'exclude-from')
      drafts.push(onPath('read', value));
    else if (
      name === 'checkpoint-action'
        ? literalText(value).startsWith('exec=')
        : /^(?:to-command|use-compress-program|I|rsh-command|info-script|new-volume-script|F)$/.test(name) &&
          !COMPRESSORS.test(literalText(value))
    )
      drafts.push({ kind: 'execute', target: value, on: 'resource', deed: 'shell' });
  };
  for (let at = 1; at < argv.length; at++) {
    const argument = argv[at] ?? [];
    const text = literalText(argument);
    if (text.startsWith('--') && text.length > 2) {
      const equals = text.indexOf('=');
      const name = text.slice(2, equals < 0 ? undefined : equals);
      if (/^(?:create|extract|get|list|append|update|delete|diff|compare|concatenate)$/.test(name))
        mode ||= MODES[name] ?? '';
      else if (name === 'remove-files') removes = true;
      else if (equals >= 0) {
        const [head, ...tail] = argument;
        take(
          name,
          head !== undefined && 'lit' in head ? [...word(head.lit.slice(equals + 1)), ...tail] : undefined,
        );
      } else if (VALUED.has(name)) take(name, argv[++at]);
    } else if ((text.startsWith('-') && text.length > 1) || (at === 1 && /^[a-zA-Z]+$/.test(text))) {
      for (const letter of text.replace(/^-/, '')) if ('cxtruAd'.includes(letter)) mode ||= letter;
      const letters = text.replace(/^-/, '');
      const old = !text.startsWith('-');
      for (let index = 0; index < letters.length; index++) {
        const letter = letters[index] ?? '';
        if (!LETTERS.includes(letter)) continue;
        const attached = old ? '' : letters.slice(index + 1);
        if (attached === '') take(letter, argv[++at]);
        else {
          take(letter, [...word(attached), ...argument.slice(1)]);
          break;
        }
      }
    } else members.push(argument);
  }
  const output = archive !== undefined && textOf(archive) !== '-';
  if (mode === 'c' || mode === 'r' || mode === 'u') {
    drafts.push(...members.map(one => onPath('read', below(directory, one), { recursive: true })));
    if (removes)
      drafts.push(
        ...members.map(one =>
          onPath('delete', below(directory, one), { recursive: true, deed: 'remove-files' }),
        ),
      );
    if (archive !== undefined && output)
      drafts.push(isRemote(archive) ? onHost('send', archive) : onPath('write', archive));
  } else {
    if (archive !== undefined && output)
      drafts.push(isRemote(archive) ? onHost('download', archive) : onPath('read', archive));
    if (mode === 'x')
      drafts.push(onPath('write', directory ?? word('.'), { deed: 'extract', recursive: true }));
  }
  return drafts;
}

const MODES: Readonly<Record<string, string>> = {
  create: 'c',
  extract: 'x',
  get: 'x',
  list: 't',
  append: 'r',
  update: 'u',
};
const COMPRESSORS =
  /^(?:gzip|pigz|bzip2|pbzip2|lbzip2|xz|pxz|pixz|zstd|zstdmt|lz4|lzma|lzip|plzip|lzop|brotli)(?: -[\w-]+)*$/;

function below(directory: Word | undefined, member: Word): Word {
  return directory === undefined || literalText(member).startsWith('/')
    ? member
    : [...directory, { lit: '/' }, ...member];
}

const PACKER =
  'd|decompress|uncompress c|stdout|to-stdout k|keep f|force+force r|recursive+recursive t|test>read* l|list>read* S|suffix= T|threads= o|output=write q v n N M= L= D=read 1 2 3 4 5 6 7 8 9';

export const ARCHIVES: Family = {
  names:
    'tar bsdtar gtar gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd lz4 lzma pigz compress uncompress brotli lzip zip unzip unrar unar unace arj lha cabextract 7z 7za 7zr 7zz p7zip cpio pax afio ar ranlib objcopy strip objdump nm readelf ldd size addr2line patchelf',
  models: () => ({
    'tar|bsdtar|gtar': {
      special: tar,
      examples: {
        'tar tzf a.tgz': '',
        'tar czf out.tgz src': 'write',
        'tar xzf a.tgz -C /': 'write',
        'tar czf - ~/.ssh': 'credential-access',
        'tar cf /dev/null x --checkpoint=1 --checkpoint-action=exec=sh': 'execute write',
      },
    },
    'gzip|gunzip|bzip2|bunzip2|xz|unxz|zstd|unzstd|lz4|lzma|pigz|compress|uncompress|brotli|lzip': {
      options: PACKER.replace('c|stdout|to-stdout', 'c|stdout|to-stdout>read*'),
      does: 'write*:compress',
      examples: { 'gzip -c a': '', 'gzip /etc/passwd': 'configure write' },
    },
    zip: {
      options:
        'r|recurse-paths+recursive x i n= t= tt= b= P|password= e m|move>write,move* d>write s= T!execute:test-command TT=execute:shell@res unzip-command=execute:shell@res q 9 j y u f D X sf+ask @',
      does: 'write read*',
      examples: {
        'zip --help': '',
        'zip -r a.zip src': 'write',
        'zip -r a.zip ~/.aws': 'credential-access write',
        'zip a.zip b -T -TT "sh #"': 'execute write',
      },
    },
    'unzip|unrar|unar|unace|arj|lha|cabextract': {
      options: 'd=write:extract x= P= l>read Z>read v>read t>read p>read c>read o+force n j q',
      verbs: { 'x|e': 'read ; o+force', 'l|v|t': 'read' },
      does: 'read',
      examples: { 'unzip -l a.zip': '', 'unzip a.zip -d /': 'write' },
    },
    '7z|7za|7zr|7zz|p7zip': {
      options: 'o=write:extract p? mx? r? x? i? t? w? y',
      verbs: { 'a|u': 'write read*', 'd|rn': 'write', 'x|e|l|t': 'read' },
      examples: { '7z l a.7z': '', '7z a a.7z ~/.ssh': 'credential-access write' },
    },
    'cpio|pax|afio': {
      options:
        'F|file=write O=write I=read D|directory=write rsh-command=execute:rsh@res E|pattern-file=read H|format= i|extract!write:extract r w p o d m u v t|list+ask',
      examples: { 'cpio -t': '', 'cpio -idm': 'write' },
    },
    nm: {
      options: 'X= f=',
      does: 'read*',
      examples: { 'nm --help': '', 'nm a.out ~/.netrc': 'credential-access' },
    },
    'ar|ranlib|objcopy|strip|objdump|readelf|ldd|size|addr2line|patchelf': {
      options: 'o=write O= R= j= set-rpath= set-interpreter= t d',
      does: 'read*',
      examples: { 'ar t a.a': '', 'ar -o /etc/x a': 'write' },
    },
  }),
};
