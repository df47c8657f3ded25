import { join } from 'node:path';
import { parseDuration } from '../../core/duration.ts';
import { messageOf, RampartError } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import { finding, type PolicyFinding, refuseErrors } from '../finding.ts';
import { type Config, mergeSettings, type Settings } from './config.ts';
import type { NotifySettings } from './notify-settings.ts';
import { readOwnedFile, trustedOwners } from './owned-file.ts';
import { CONFIG_FILE, type ConfigFileShape } from './schema.ts';
import { schemaFindings } from './schema-findings.ts';
import type { ConfigSource } from './sources.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

export interface ReadConfig {
  readonly config: Config;
  /** What each file says of whom to tell: apart, because a secret stands in it and the rest is kept compiled. */
  readonly notify: readonly NotifySettings[];
  readonly findings: readonly PolicyFinding[];
  /** Where each rule name in `disable` stands. */
  readonly disabled: readonly { readonly rule: string; readonly at: ReturnType<YamlSource['at']> }[];
  /** Where each pack is switched on. */
  readonly packs: readonly { readonly name: string; readonly at: ReturnType<YamlSource['at']> }[];
}

/** Reads the configuration files of a set, the system's before the user's. */
export function readConfigs(sources: readonly ConfigSource[]): ReadConfig {
  const read = sources.map(readSettings);
  return {
    config: mergeSettings(read.map(({ settings }) => settings)),
    notify: read.flatMap(({ settings }) => settings.notify ?? []),
    findings: read.flatMap(({ findings }) => findings),
    disabled: read.flatMap(({ settings, source }) =>
      (settings.disable ?? []).map((rule, index) => ({
        rule,
        at: source?.at(['disable', index]) ?? { file: '', line: 0, column: 0 },
      })),
    ),
    packs: read.flatMap(({ settings, source }) =>
      (settings.packs ?? []).map((name, index) => ({
        name,
        at: source?.at(['packs', index]) ?? { file: '', line: 0, column: 0 },
      })),
    ),
  };
}

interface ReadSettings {
  readonly settings: Settings;
  readonly source?: YamlSource;
  readonly findings: readonly PolicyFinding[];
}

function readSettings({ path, layer, bytes }: ConfigSource): ReadSettings {
  const { source, findings } = readYaml(path, bytes, LIMITS.policyBytes);
  if (source === undefined || findings.length > 0) return { settings: {}, findings };
  // A file of comments sets nothing.
  const parsed = CONFIG_FILE.safeParse(source.value ?? {});
  if (!parsed.success) return { settings: {}, findings: schemaFindings(parsed.error, source, 'config') };
  const wrong: PolicyFinding[] = [];
  const { home, ...shape } = parsed.data;
  if (layer !== 'system' && home !== undefined)
    wrong.push(
      finding('layer', source.atKey(['home']), 'home has no place in a user’s configuration', {
        hint: 'it is the system configuration that names another home, or --home',
      }),
    );
  const settings = settingsOf(shape, source, wrong);
  const named = layer === 'system' && home !== undefined ? { home } : {};
  return { settings: { ...settings, ...named }, source, findings: wrong };
}

function settingsOf(
  shape: Omit<ConfigFileShape, 'home'>,
  source: YamlSource,
  wrong: PolicyFinding[],
): Settings {
  const { approval_timeout, timeout, ...rest } = shape;
  const duration = (key: string, text: string | undefined): number | undefined => {
    if (text === undefined) return undefined;
    try {
      return parseDuration(text);
    } catch (thrown) {
      const hint = thrown instanceof RampartError ? thrown.hint : undefined;
      wrong.push(finding('duration', source.at([key]), `${key}: ${messageOf(thrown)}`, { hint }));
      return undefined;
    }
  };
  const approvalTimeoutMs = duration('approval_timeout', approval_timeout);
  const timeoutMs = duration('timeout', timeout);
  return {
    ...rest,
    ...(approvalTimeoutMs === undefined ? {} : { approvalTimeoutMs }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

/**
 * The configuration of a system directory and a home, without the policies.
 * @throws RampartError E_OWNER for a file that may not rule; E_POLICY, with its place, for one that cannot be read
 */
export function loadConfig(system: string, home: string | undefined): Config {
  return loadConfigs(system, home).config;
}

/**
 * Whom to tell, as system and user say: both are.
 * @throws RampartError as above
 */
export function loadNotify(system: string, home: string): readonly NotifySettings[] {
  return loadConfigs(system, home).notify;
}

function loadConfigs(system: string, home: string | undefined): ReadConfig {
  const read = readConfigs([
    ...configIn(system, 'system'),
    ...(home === undefined ? [] : configIn(home, 'user')),
  ]);
  refuseErrors(read.findings);
  return read;
}

function configIn(dir: string, layer: 'system' | 'user'): ConfigSource[] {
  const path = join(dir, 'config.yaml');
  const bytes = readOwnedFile(path, {
    owners: trustedOwners(),
    maxBytes: LIMITS.policyBytes,
    noFollow: layer === 'system',
  });
  return bytes === undefined ? [] : [{ path, layer, bytes }];
}
