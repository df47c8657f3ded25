import type { Family, Model } from './model.ts';
import { ACCOUNTS } from './models/accounts.ts';
import { ARCHIVES } from './models/archives.ts';
import { BACKUP } from './models/backup.ts';
import { CLOUD } from './models/cloud.ts';
import { CLUSTER } from './models/cluster.ts';
import { CONTAINERS } from './models/containers.ts';
import { COREUTILS } from './models/coreutils.ts';
import { DATABASES } from './models/databases.ts';
import { DISKS } from './models/disks.ts';
import { FINDUTILS } from './models/findutils.ts';
import { GIT } from './models/git.ts';
import { INFRASTRUCTURE } from './models/infrastructure.ts';
import { INTERPRETERS } from './models/interpreters.ts';
import { NETWORK } from './models/network.ts';
import { NETWORKING } from './models/networking.ts';
import { OPERATIONS } from './models/operations.ts';
import { PACKAGES } from './models/packages.ts';
import { SECRETS } from './models/secrets.ts';
import { STORAGE } from './models/storage.ts';
import { SYSTEM } from './models/system.ts';
import { TEXT } from './models/text.ts';

const FAMILIES: readonly Family[] = [
  ACCOUNTS,
  ARCHIVES,
  BACKUP,
  CLOUD,
  CLUSTER,
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
  PACKAGES,
  SECRETS,
  STORAGE,
  SYSTEM,
  TEXT,
];

/** Every program there is a model of, by name. */
export const CATALOGUE: ReadonlyMap<string, Model> = catalogueOf(FAMILIES);

function catalogueOf(families: readonly Family[]): Map<string, Model> {
  const models = new Map<string, Model>();
  for (const family of families)
    for (const names of Object.keys(family)) {
      const model = family[names];
      if (model !== undefined) for (const name of names.split('|')) models.set(name, model);
    }
  return models;
}

/**
 * The model of a program. Versions and `.exe` do not make another one (`python3.12`, `clang-17`, `git.exe`), nor do
 * capitals where file names have none (macOS): `RM` runs `rm`.
 */
export function modelOf(program: string): Model | undefined {
  const known = CATALOGUE.get(program) ?? CATALOGUE.get(program.replace(/[-\d.]+$/, ''));
  if (known !== undefined || !/[A-Z]|\.exe$/i.test(program)) return known;
  return CATALOGUE.get(program.toLowerCase().replace(/\.exe$/, ''));
}
