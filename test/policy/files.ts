import { NO_FILES } from '../../src/core/file-view.ts';
import { summariseCall } from '../../src/effects/of-call.ts';
import { type Compiled, compileSources } from '../../src/policy/compile.ts';
import type { Examine } from '../../src/policy/examine.ts';
import type { ConfigSource, PolicySource } from '../../src/policy/file/sources.ts';
import type { PolicyFinding } from '../../src/policy/finding.ts';
import type { Layer } from '../../src/policy/rule.ts';
import { scan } from '../../src/shell/scan.ts';

/** As the daemon reads examples. */
export const examine: Examine = (call, home) => {
  const read = scan(call, { files: NO_FILES, home });
  return { scan: read, ...summariseCall(call, read, { home, workspace: call.cwd }) };
};

export function policy(text: string, layer: Layer = 'user', path = `${layer}.yaml`): PolicySource {
  return { path, layer, bytes: Buffer.from(text) };
}

export function config(text: string, layer: 'system' | 'user' = 'user'): ConfigSource {
  return { path: `${layer}/config.yaml`, layer, bytes: Buffer.from(text) };
}

export interface Given {
  readonly configs?: readonly ConfigSource[];
  readonly policies?: readonly PolicySource[];
  readonly profiles?: readonly PolicySource[];
  /** `configured`: what the configuration names. */
  readonly profile?: string | null;
}

/** Compiles without a profile unless one is said. */
export function compiled({ configs = [], policies = [], profiles = [], profile = null }: Given): Compiled {
  const chosen = profile === 'configured' ? {} : { profile };
  return compileSources({ configs, policies, profiles }, { examine, ...chosen });
}

/** What is found in one user policy. */
export function findingsIn(text: string, layer: Layer = 'user'): readonly PolicyFinding[] {
  return compiled({ policies: [policy(text, layer)] }).findings;
}

/** `error unknown-key 3:5`, for comparing. */
export function brief({ severity, code, line, column }: PolicyFinding): string {
  return `${severity} ${code} ${line}:${column}`;
}

export function errorsIn(text: string, layer: Layer = 'user'): string[] {
  return findingsIn(text, layer)
    .filter(({ severity }) => severity === 'error')
    .map(brief);
}

/** A policy file around rules, which stand from line 5 on. */
export function around(rules: string, head = ''): string {
  return `version: "1"\n${head}policies:\n  - name: p\n    rules:\n${rules}`;
}
