/** Settings files as people have them, each with what is odd about it. */
export const SETTINGS: readonly (readonly [what: string, text: string])[] = [
  ['an object of nothing', '{}\n'],
  ['an object of nothing, without a last line end', '{}'],
  ['an object with a blank line in it', '{\n\n}\n'],
  [
    'permissions, as the host writes them',
    '{\n  "permissions": {\n    "allow": [\n      "Bash(npm test:*)",\n      "WebFetch(domain:example.com)"\n    ]\n  },\n  "model": "opus"\n}\n',
  ],
  ['everything on one line', '{"model":"opus","env":{"A":"1"}}'],
  ['one line with spaces', '{ "model": "opus", "includeCoAuthoredBy": false }\n'],
  ['tabs', '{\n\t"model": "opus",\n\t"hooks": {}\n}\n'],
  ['four spaces, and hooks of nothing', '{\n    "hooks": {\n    }\n}\n'],
  [
    'foreign hooks of the same event',
    '{\n  "hooks": {\n    "PreToolUse": [\n      {\n        "matcher": "Bash",\n        "hooks": [\n          { "type": "command", "command": "~/bin/lint.sh" }\n        ]\n      }\n    ]\n  },\n  "statusLine": { "type": "command", "command": "date" }\n}\n',
  ],
  [
    'foreign hooks of other events, one line each',
    '{\n  "hooks": {\n    "Stop": [{"hooks": [{"type": "command", "command": "say done"}]}],\n    "PostToolUse": []\n  }\n}\n',
  ],
  ['line ends of Windows', '{\r\n  "model": "opus",\r\n  "env": {\r\n    "A": "1"\r\n  }\r\n}\r\n'],
  ['a byte order mark', '\ufeff{\n  "model": "opus"\n}\n'],
  ['no last line end', '{\n  "model": "opus"\n}'],
  ['blank lines and comma-first', '\n{ "model": "opus"\n, "env": { "A": "1"\n       , "B": "2" }\n}\n\n\n'],
  ['a foreign name that stands twice', '{\n  "env": {"A": "1"},\n  "env": {"A": "2"}\n}\n'],
  ['letters of everywhere', '{\n  "env": { "名": "☃ \\u2603 \\"quoted\\" \\\\" }\n}\n'],
  ['depth', `{"a":${'['.repeat(40)}${']'.repeat(40)}}\n`],
];
