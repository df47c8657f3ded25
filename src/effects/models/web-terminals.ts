import { literalText, type Word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';

/** A terminal that is shown to whoever connects, where that is a shell and not on this machine alone. */
export function shownShell(argv: readonly Word[]): Draft[] {
  const words = argv.map(literalText);
  const local = words.some(
    (text, at) => /^(?:-i|--interface|-a|--address|-b)$/.test(words[at - 1] ?? '') && LOCAL.test(text),
  );
  const asks = words.some(text => /^(?:-c|--credential|--auth-header)$/.test(text));
  const watched = /(?:^|\/)(?:ttyd|gotty)$/.test(words[0] ?? '') && !words.some(text => WRITABLE.test(text));
  const shell = argv.find((one, at) => at > 0 && SHELL.test(literalText(one)));
  return shell === undefined || local || asks || watched
    ? []
    : [{ kind: 'execute', target: shell, on: 'resource', deed: 'network-shell' }];
}

/** Without it whoever connects only watches (ttyd 1.7.4, gotty 1.0). */
const WRITABLE = /^-\w*[wW]$|^--(?:writable|permit-write)$/;

const LOCAL = /^(?:lo|localhost|127\.|::1|\/)/;

/** By its name or path; `/:LOGIN` of shellinabox asks for a password, but by default without encryption. */
const SHELL = /^(?:(?:\/\S{0,64}\/)?(?:ba|z|da|k|fi|c|tc)?sh|\/:LOGIN|\/:SSH)$/;
