import type { ToolCall } from '../../core/call.ts';
import type { FileView } from '../../core/file-view.ts';
import { SHELLS } from '../sinks/shells.ts';
import { SHEBANG } from './scripts.ts';

/** Files that a shell reads whatever their first line says. */
const BY_NAME =
  /\.(?:sh|bash|zsh|ksh|dash|command)$|\/\.?(?:bash_profile|bash_login|bash_logout|bashrc|profile|zshrc|zprofile|zshenv|zlogin|envrc)$|\/\.git\/hooks\/[\w-]+$|\/\.husky\/[\w-]+$/;

/**
 * The shell code that a host's own tool is about to write: a script's whole text, or the text that an edit puts into
 * one. Undefined for any other file: what stands in prose is prose.
 */
export function writtenScript({ tool, path, content }: ToolCall, files: FileView): string | undefined {
  if (path === undefined || content === undefined || (tool !== 'write' && tool !== 'edit')) return undefined;
  const interpreter = SHEBANG.exec(tool === 'write' ? content : headOf(path, files))?.[1];
  const isScript = interpreter === undefined ? BY_NAME.test(`/${path}`) : SHELLS.has(interpreter);
  return isScript ? content : undefined;
}

function headOf(path: string, files: FileView): string {
  const found = path.startsWith('/') ? files.read(path) : undefined;
  return found !== undefined && 'text' in found ? found.text.slice(0, 256) : '';
}
