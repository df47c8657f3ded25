import { LIMITS } from '../../core/limits.ts';
import { type ReadYaml, readYaml } from '../file/yaml-source.ts';

/**
 * Reads JSON, with the comments that editors allow in settings, as values that know where they stood. JSON is YAML once
 * comments and tabs are blanks; nothing moves.
 */
export function readJson(file: string, bytes: Uint8Array): ReadYaml {
  const text = new TextDecoder('utf-8').decode(bytes);
  const blank = text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\t/g, token =>
    token.startsWith('"') ? token : token.replace(/[^\n]/g, ' '),
  );
  return readYaml(file, new TextEncoder().encode(blank), LIMITS.policyBytes);
}
