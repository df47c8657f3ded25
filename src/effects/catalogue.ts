import type { Family, Model } from './model.ts';
import { ACCOUNTS } from './models/accounts.ts';
import { ARCHIVES } from './models/archives.ts';
import { BACKUP } from './models/backup.ts';
import { CLOUD } from './models/cloud.ts';
import { CLUSTER } from './models/cluster.ts';
import { CMDLETS } from './models/cmdlets.ts';
import { CONTAINERS } from './models/containers.ts';
import { COREUTILS } from './models/coreutils.ts';
import { COVERT } from './models/covert.ts';
import { DATABASES } from './models/databases.ts';
import { DISKS } from './models/disks.ts';
import { EXHAUSTION } from './models/exhaustion.ts';
import { FINDUTILS } from './models/findutils.ts';
import { GIT } from './models/git.ts';
import { INFRASTRUCTURE } from './models/infrastructure.ts';
import { INTERPRETERS } from './models/interpreters.ts';
import { KEYS } from './models/keys.ts';
import { MACHINES } from './models/machines.ts';
import { NETWORK } from './models/network.ts';
import { NETWORKING } from './models/networking.ts';
import { OBSERVATION } from './models/observation.ts';
import { OPERATIONS } from './models/operations.ts';
import { PACKAGES } from './models/packages.ts';
import { PROTECTION } from './models/protection.ts';
import { SECRETS } from './models/secrets.ts';
import { SETTINGS } from './models/settings.ts';
import { STORAGE } from './models/storage.ts';
import { STORES } from './models/stores.ts';
import { SYSTEM } from './models/system.ts';
import { TEXT } from './models/text.ts';
import { WINDOWS } from './models/windows.ts';

export const FAMILIES: readonly Family[] = [
  ACCOUNTS,
  ARCHIVES,
  BACKUP,
  CLOUD,
  CLUSTER,
  CMDLETS,
  CONTAINERS,
  COREUTILS,
  DATABASES,
  DISKS,
  FINDUTILS,
  GIT,
  INFRASTRUCTURE,
  INTERPRETERS,
  NETWORK,
  NETWORKING,
  OPERATIONS,
  EXHAUSTION,
  OBSERVATION,
  PROTECTION,
  SETTINGS,
  COVERT,
  KEYS,
  MACHINES,
  STORES,
  PACKAGES,
  SECRETS,
  STORAGE,
  SYSTEM,
  TEXT,
  WINDOWS,
];

const FAMILY_OF: ReadonlyMap<string, Family> = new Map(
  FAMILIES.flatMap(family => family.names.split(' ').map((name): [string, Family] => [name, family])),
);

const made = new Map<Family, ReadonlyMap<string, Model>>();

/** The models of a family, by each of their names. */
export function modelsOf(family: Family): ReadonlyMap<string, Model> {
  const known = made.get(family);
  if (known !== undefined) return known;
  const models = new Map<string, Model>();
  for (const [names, model] of Object.entries(family.models()))
    for (const name of names.split('|')) models.set(name, model);
  made.set(family, models);
  return models;
}

function find(name: string): Model | undefined {
  const family = FAMILY_OF.get(name);
  return family === undefined ? undefined : modelsOf(family).get(name);
}

/**
 * The model of a program. Versions and `.exe` do not make another one (`python3.12`, `clang-17`, `git.exe`), nor do
 * capitals where file names have none (macOS): `RM` runs `rm`.
 */
export function modelOf(program: string): Model | undefined {
  const known = find(program) ?? find(program.replace(/[-\d.]+$/, ''));
  if (known !== undefined || !/[A-Z]|\.exe$/i.test(program)) return known;
  return find(program.toLowerCase().replace(/\.exe$/, ''));
}
