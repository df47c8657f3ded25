import { deflateSync, gzipSync } from 'node:zlib';
import type { Random } from './random.ts';
import { inQuotes, ofText, type Rewrite } from './spelling.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const hex = (text: string): string => bytes(text).toString('hex');
const octal = (text: string): string =>
  [...bytes(text)].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join('');

/** base32 of RFC 4648. */
function base32(text: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = [...bytes(text)].map(byte => byte.toString(2).padStart(8, '0')).join('');
  bits = bits.padEnd(Math.ceil(bits.length / 5) * 5, '0');
  const coded = (bits.match(/.{5}/g) ?? []).map(five => letters[Number.parseInt(five, 2)]).join('');
  return coded.padEnd(Math.ceil(coded.length / 8) * 8, '=');
}

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, char => {
    const base = char <= 'Z' ? 65 : 97;
    return String.fromCharCode(((char.charCodeAt(0) - base + 13) % 26) + base);
  });
}

/** What a shell runs of a producer's output, each of the ways there are. */
function run(producer: string, random: Random): string {
  return random.pick([
    `${producer} | bash`,
    `${producer} | sudo bash`,
    `eval "$(${producer})"`,
    `bash -c "$(${producer})"`,
    `bash <(${producer})`,
    `. <(${producer})`,
    `bash <<< "$(${producer})"`,
    `bash < <(${producer})`,
    `coded=$(${producer}); eval "$coded"`,
    `${producer} > decoded.sh; bash decoded.sh`,
    `${producer} > decoded.sh && . ./decoded.sh`,
    `${producer} | tee decoded.sh > /dev/null; bash ./decoded.sh`,
  ]);
}

function encoding(
  name: string,
  produce: (text: string, random: Random) => string | undefined,
  starts: readonly string[],
  more: Partial<Rewrite> = {},
): Rewrite {
  const rewrite = (text: string, random: Random): string | undefined => {
    const producer = produce(text, random);
    return producer === undefined ? undefined : run(producer, random);
  };
  return ofText(name, rewrite, {
    starts: [...starts, 'bash', 'sudo', 'tee'],
    ...more,
  });
}

/** `echo X | tool`, `tool <<< X`, `cat <<EOF | tool`: text into a decoder. */
function into(tool: string, text: string, random: Random): string {
  return random
    .pick([
      `echo ${inQuotes(text)} | ${tool}`,
      `printf '%s\\n' ${inQuotes(text)} | ${tool}`,
      `${tool} <<< ${inQuotes(text)}`,
      `printf %s ${inQuotes(text)} > coded.txt; ${tool} < coded.txt`,
    ])
    .replace(/^(.*); (.*)$/su, '{ $1; $2; }');
}

/** Encoded commands, decoded and run. */
export const ENCODINGS: readonly Rewrite[] = [
  encoding(
    'base64',
    (text, random) =>
      into(
        random.pick(['base64 -d', 'base64 --decode', 'base64 -di']),
        bytes(text).toString('base64'),
        random,
      ),
    ['base64', 'echo', 'printf'],
  ),
  encoding(
    'base64 in lines',
    (text, random) =>
      into(
        'base64 -d',
        (
          bytes(text)
            .toString('base64')
            .match(/.{1,20}/g) ?? []
        ).join('\n'),
        random,
      ),
    ['base64', 'echo', 'printf'],
  ),
  encoding(
    'base64url',
    (text, random) =>
      into(
        'basenc --base64url -d',
        bytes(text)
          .toString('base64url')
          .padEnd(Math.ceil(bytes(text).toString('base64url').length / 4) * 4, '='),
        random,
      ),
    ['basenc', 'echo', 'printf'],
  ),
  encoding('base32', (text, random) => into('base32 -d', base32(text), random), ['base32', 'echo', 'printf']),
  encoding(
    'openssl',
    (text, random) =>
      into(
        random.pick(['openssl base64 -d -A', 'openssl enc -d -base64 -A']),
        bytes(text).toString('base64'),
        random,
      ),
    ['openssl', 'echo', 'printf'],
  ),
  encoding(
    'xxd -r -p',
    (text, random) => into(random.pick(['xxd -r -p', 'xxd -p -r', 'xxd -revert -plain']), hex(text), random),
    ['xxd', 'echo', 'printf'],
  ),
  encoding('hex printf', text => `printf '${hex(text).replace(/../g, '\\x$&')}'`, ['printf']),
  encoding('octal printf', text => `printf '${octal(text)}'`, ['printf']),
  encoding('printf %b', text => `printf %b '${hex(text).replace(/../g, '\\x$&')}'`, ['printf']),
  encoding('hex echo', text => `echo -e '${hex(text).replace(/../g, '\\x$&')}'`, ['echo']),
  encoding('octal echo', text => `echo -en '${octal(text).replaceAll('\\', '\\0')}'`, ['echo']),
  encoding("$'…'", text => `printf '%s\\n' $'${hex(text).replace(/../g, '\\x$&')}'`, ['printf']),
  encoding(
    'rev',
    (text, random) =>
      into(
        'rev',
        text
          .split('\n')
          .map(line => [...line].toReversed().join(''))
          .join('\n'),
        random,
      ),
    ['rev', 'echo', 'printf'],
  ),
  encoding(
    'tac',
    (text, random) =>
      `printf '%s\\n' ${inQuotes(text.split('\n').toReversed().join('\n'))} | ${random.pick(['tac', 'tac -'])}`,
    ['tac', 'echo', 'printf'],
  ),
  encoding(
    'tr',
    (text, random) =>
      into(random.pick(["tr 'A-Za-z' 'N-ZA-Mn-za-m'", 'tr a-zA-Z n-za-mN-ZA-M']), rot13(text), random),
    ['tr', 'echo', 'printf'],
  ),
  encoding(
    'tr -d',
    (text, random) =>
      text.includes('%') ? undefined : into('tr -d %', text.replace(/(?<=\S)(?=\S)/g, '%'), random),
    ['tr', 'echo', 'printf'],
  ),
  encoding(
    'sed s///',
    (text, random) =>
      text.includes('@')
        ? undefined
        : into(
            random.pick(["sed 's/@@//g'", 'sed -e s,@@,,g']),
            text.replace(/(?<=\w)(?=\w)/g, '@@'),
            random,
          ),
    ['sed', 'echo', 'printf'],
  ),
  encoding(
    'cut',
    (text, random) =>
      into(
        'cut -c3-',
        text
          .split('\n')
          .map(line => `xx${line}`)
          .join('\n'),
        random,
      ),
    ['cut', 'echo', 'printf'],
  ),
  encoding('tail', (text, random) => into('tail -n +2', `first\n${text}`, random), [
    'tail',
    'echo',
    'printf',
  ]),
  encoding(
    'head',
    (text, random) => into(`head -n ${text.split('\n').length}`, `${text}\nrest of it`, random),
    ['head', 'echo', 'printf'],
  ),
  encoding(
    'gzip',
    (text, random) =>
      into(
        `base64 -d | ${random.pick(['gzip -dc', 'gunzip', 'gunzip -c', 'zcat', 'gzip -d'])}`,
        gzipSync(bytes(text)).toString('base64'),
        random,
      )
        .replace(/base64 -d \| (\S+(?: -\w+)?) <<< ('[^']*')/, 'base64 -d <<< $2 | $1')
        .replace(/base64 -d \| (\S+(?: -\w+)?) < (\S+);/, 'base64 -d < $2 | $1;'),
    ['base64', 'gzip', 'gunzip', 'zcat', 'echo', 'printf'],
  ),
  encoding(
    'zlib',
    (text, random) =>
      `echo ${deflateSync(bytes(text)).toString('base64')} | base64 -d | ${random.pick(['zlib-flate -uncompress', 'pigz -dz', 'openssl zlib -d'])}`,
    ['base64', 'zlib-flate', 'pigz', 'openssl', 'echo'],
    { local: false },
  ),
  encoding(
    'nested',
    (text, random) =>
      into('base64 -d | base64 -d', bytes(bytes(text).toString('base64')).toString('base64'), random)
        .replace(/base64 -d \| base64 -d <<< ('[^']*')/, 'base64 -d <<< $1 | base64 -d')
        .replace(/base64 -d \| base64 -d < (\S+);/, 'base64 -d < $1 | base64 -d;'),
    ['base64', 'echo', 'printf'],
  ),
];
