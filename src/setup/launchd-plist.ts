import { join } from 'node:path';
import { type Service, type ServiceOf, serviceName, serviceWords } from './service.ts';

/** A user agent of macOS (launchd.plist(5)): started at login, and again whenever it ends. */
export function launchdPlist(of: ServiceOf, userHome: string): Service {
  const label = `dev.${serviceName(of.home, userHome)}.serve`;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    ...entry('Label', string(label)),
    ...entry('ProgramArguments', '<array>', ...serviceWords(of).map(word => `  ${string(word)}`), '</array>'),
    ...entry('RunAtLoad', '<true/>'),
    ...entry('KeepAlive', '<true/>'),
    ...entry('ProcessType', string('Interactive')),
    ...entry('Umask', `<integer>${0o077}</integer>`),
    ...entry('StandardOutPath', string(of.log)),
    ...entry('StandardErrorPath', string(of.log)),
    '</dict>',
    '</plist>',
    '',
  ];
  return {
    manager: 'launchd',
    name: label,
    path: join(userHome, 'Library', 'LaunchAgents', `${label}.plist`),
    text: lines.join('\n'),
  };
}

function entry(key: string, ...value: readonly string[]): string[] {
  return [`  <key>${key}</key>`, ...value.map(line => `  ${line}`)];
}

/** XML 1.0, 2.4: the three characters that are markup in text. */
function string(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<string>${escaped}</string>`;
}
