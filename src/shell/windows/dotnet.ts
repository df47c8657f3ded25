/** A type or value with one more member; only its end tells what a call does. */
export function member(path: string, name: string): string {
  return `${path}.${name}`.slice(-200);
}

/** What calls of .NET come to, by the end of their path. */
const CALLS: readonly (readonly [path: RegExp, code: (words: readonly string[], value: string) => string])[] =
  [
    [
      /\.download(?:string|data)(?:async|taskasync)?$|\.getstringasync$|\.openread$/,
      ([url = '']) => `invoke-webrequest ${url}`,
    ],
    [
      /\.downloadfile(?:async|taskasync)?$/,
      ([url = '', file = '']) => `invoke-webrequest ${url} -outfile ${file}`,
    ],
    [
      /\.upload(?:string|data|file)$/,
      ([url = '', body = '']) => `invoke-webrequest ${url} -method post -infile ${body}`,
    ],
    [/\.frombase64string$/, ([text = '']) => `printf %s ${text} | base64 -d`],
    [/unicode.*\.getstring$/, ([bytes = '']) => `printf %s ${bytes} | iconv -f UTF-16LE -t UTF-8`],
    [/\.getstring$/, ([bytes = '']) => `printf %s ${bytes}`],
    [/file\W*\.delete$/, ([path = '']) => `remove-item ${path}`],
    [/directory\W*\.delete$/, ([path = '']) => `remove-item -recurse -force ${path}`],
    [/file\W*\.readall\w+$/, ([path = '']) => `get-content ${path}`],
    [/file\W*\.(?:writeall|appendall)\w+$/, ([path = '', text = '']) => `set-content ${path} ${text}`],
    [/file\W*\.(?:copy|move)$/, ([from = '', to = '']) => `move-item ${from} ${to}`],
    [/process\W*\.start$/, words => `start-process ${words.join(' ')}`],
    [/scriptblock\W*\.create$/, ([code = '']) => `printf %s ${code}`],
    [
      /\.(?:invoke(?:script)?|invokereturnasis)$/,
      (_, value) => (value === '' ? '' : `${value} | invoke-expression`),
    ],
    [/\.(?:connect|connectasync)$/, ([host = '']) => `test-netconnection ${host}`],
  ];

/**
 * Shell code for a call.
 * @param path of the method, in lower case
 * @param words its arguments, as shell code
 * @param value what it is called on, as shell code
 */
export function callCode(path: string, words: readonly string[], value: string): string {
  const known = CALLS.find(([pattern]) => pattern.test(path));
  if (known !== undefined) return known[1](words, value);
  // What is not known keeps what it is made of.
  return value !== '' ? value : words.length === 0 ? '' : `printf %s ${words.join(' ')}`;
}
