/** What PowerShell calls by several names: aliases of its own (about_Aliases), in lower case. */
export const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'invoke-expression': 'iex',
    'invoke-webrequest': 'iwr irm invoke-restmethod',
    'invoke-command': 'icm',
    'remove-item': 'ri rm rmdir del erase rd',
    'copy-item': 'cpi cp copy',
    'move-item': 'mi mv move',
    'rename-item': 'rni ren',
    'new-item': 'ni',
    'get-content': 'gc cat type',
    'get-childitem': 'gci ls dir',
    'set-content': 'sc',
    'add-content': 'ac',
    'clear-content': 'clc',
    'set-itemproperty': 'sp',
    'remove-itemproperty': 'rp',
    'start-process': 'saps start',
    'stop-process': 'spps kill',
    'stop-service': 'spsv',
    'foreach-object': '% foreach',
    'where-object': '? where',
    'write-output': 'echo write',
    'set-location': 'sl cd chdir',
    'start-job': 'sajb',
  }).flatMap(([name, aliases]) => aliases.split(' ').map((alias): [string, string] => [alias, name])),
);

/** The same for what cmd does itself. */
export const CMD_NAMES: ReadonlyMap<string, string> = new Map([
  ['erase', 'del'],
  ['rmdir', 'rd'],
  ['copy', 'copy-item'],
  ['xcopy', 'copy-item'],
  ['move', 'move-item'],
  ['ren', 'rename-item'],
  ['type', 'get-content'],
  ['start', 'start-process'],
  ['chdir', 'cd'],
]);

/** Variables of Windows as shell code; others keep their names. */
const VARIABLES: Readonly<Record<string, string>> = {
  userprofile: '"$HOME"',
  home: '"$HOME"',
  homepath: '"$HOME"',
  appdata: `"$HOME"'/AppData/Roaming'`,
  localappdata: `"$HOME"'/AppData/Local'`,
  temp: '"$TMPDIR"',
  tmp: '"$TMPDIR"',
  systemroot: `'C:/Windows'`,
  windir: `'C:/Windows'`,
  systemdrive: "'C:'",
  homedrive: "'C:'",
  programfiles: `'C:/Program Files'`,
  programdata: `'C:/ProgramData'`,
  pwd: '"$PWD"',
  cd: '"$PWD"',
};

/** An environment or shell variable as a word of shell code. */
export function variableCode(name: string): string {
  const known = name.toLowerCase();
  if (Object.hasOwn(VARIABLES, known)) return VARIABLES[known] ?? '';
  return /^(?:null|true|false|_|args|input)$/.test(known) ? '' : `"$${name.replace(/\W/g, '_')}"`;
}

/** Text as one word of shell code; Windows takes either slash, so that only one is left to look for. */
export function quotedCode(text: string): string {
  return text === '' ? '' : `'${text.replaceAll('\\', '/').replaceAll("'", "'\\''")}'`;
}

/** A program's name as shell code: plain where it is one, so that what is made of its output can be told by it. */
export function programCode(name: string): string {
  return /^[a-z][\w.]*-[\w.-]*$|^[a-z]\w*\.\w+$/.test(name) ? name : quotedCode(name);
}
