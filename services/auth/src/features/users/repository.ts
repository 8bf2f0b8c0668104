import type { Kysely, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import type { EmailAddress } from './email-address.ts';
import { type Account, type Profile, proficiencyLevels, roleNames, type User } from './user.ts';
import type { UserChanges, UserRow } from './users.table.ts';

/** The columns that may leave the service. The password's hash is not among them. */
const publicColumns = [
  'id',
  'email',
  'name',
  'native_language',
  'target_language',
  'proficiency_level',
  'time_zone',
  'is_premium',
  'is_anonymous',
  'roles',
  'version',
  'created_at',
  'updated_at',
] as const;

type PublicRow = Pick<UserRow, (typeof publicColumns)[number]>;

export type NewUser = Profile & {
  id: string;
  email: EmailAddress | null;
  passwordHash: string | null;
  isVerified: boolean;
  isAnonymous: boolean;
};

/** Adds a user. Throws the unique violation of `users_email_key_unique` when the address is taken. */
export async function insertUser(trx: Transaction<AuthSchema>, user: NewUser, now: Date): Promise<User> {
  const row = await trx
    .insertInto('users')
    .values({
      id: user.id,
      email: user.email?.address ?? null,
      email_key: user.email?.key ?? null,
      email_verified_at: user.isVerified ? now : null,
      password_hash: user.passwordHash,
      name: user.name,
      native_language: user.nativeLanguage,
      target_language: user.targetLanguage,
      proficiency_level: user.proficiencyLevel,
      time_zone: user.timeZone,
      is_anonymous: user.isAnonymous,
      disabled_at: null,
      deletion_requested_at: null,
      created_at: now,
      updated_at: now,
    })
    .returning(publicColumns)
    .executeTakeFirstOrThrow();
  return toUser(row);
}

/** The user with this id, or undefined. */
export async function findUser(db: Kysely<AuthSchema>, userId: string): Promise<User | undefined> {
  const row = await db.selectFrom('users').select(publicColumns).where('id', '=', userId).executeTakeFirst();
  return row && toUser(row);
}

/** The user with this id and what the login needs to know, without a lock. */
export async function findAccount(db: Kysely<AuthSchema>, userId: string): Promise<Account | undefined> {
  const row = await db.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirst();
  return row && toAccount(row);
}

/** The user with this id, locked until the transaction ends: whatever starts or ends sessions queues up here. */
export async function lockUser(trx: Transaction<AuthSchema>, userId: string): Promise<Account | undefined> {
  const row = await trx
    .selectFrom('users')
    .selectAll()
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  return row && toAccount(row);
}

/** Everything the login needs to know about the account with this e-mail key, the password's hash included. */
export async function findAccountForLogin(
  db: Kysely<AuthSchema>,
  emailKey: string,
): Promise<Account | undefined> {
  const row = await db.selectFrom('users').selectAll().where('email_key', '=', emailKey).executeTakeFirst();
  return row && toAccount(row);
}

/**
 * Changes a profile.
 *
 * @param expectedVersion the version the caller has read; any when left out
 * @returns the user after the change, or undefined when the version is another one (or the user is gone)
 */
export async function updateProfile(
  trx: Transaction<AuthSchema>,
  userId: string,
  changes: Partial<Profile>,
  options: { now: Date; expectedVersion?: number | undefined },
): Promise<User | undefined> {
  const row = await trx
    .updateTable('users')
    .set((eb) => ({ ...toProfileColumns(changes), updated_at: options.now, version: eb('version', '+', 1) }))
    .where('id', '=', userId)
    .$if(options.expectedVersion !== undefined, (query) =>
      query.where('version', '=', options.expectedVersion ?? 0),
    )
    .returning(publicColumns)
    .executeTakeFirst();
  return row && toUser(row);
}

/** Replaces a stored hash, provided that it is still the one that was checked. Returns whether it was. */
export async function replacePasswordHash(
  db: Kysely<AuthSchema>,
  userId: string,
  hashes: { checked: string | null; replacement: string },
): Promise<boolean> {
  const result = await db
    .updateTable('users')
    .set({ password_hash: hashes.replacement })
    .where('id', '=', userId)
    .where('password_hash', 'is not distinct from', hashes.checked)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/**
 * Stores the hash of a new password.
 *
 * @param change.expectedVersion version of the password that was confirmed; any when left out
 * @returns whether the version was still the same
 */
export async function setPassword(
  trx: Transaction<AuthSchema>,
  userId: string,
  change: { passwordHash: string; expectedVersion?: number },
): Promise<boolean> {
  const result = await trx
    .updateTable('users')
    .set((eb) => ({ password_hash: change.passwordHash, password_version: eb('password_version', '+', 1) }))
    .where('id', '=', userId)
    .$if(change.expectedVersion !== undefined, (query) =>
      query.where('password_version', '=', change.expectedVersion ?? 0),
    )
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/**
 * Gives an anonymous user an address and a password.
 *
 * @returns the user after the change, or undefined when there is no such anonymous user
 */
export async function upgradeUser(
  trx: Transaction<AuthSchema>,
  userId: string,
  upgrade: { email: EmailAddress; passwordHash: string; profile: Partial<Profile>; isVerified: boolean },
  now: Date,
): Promise<User | undefined> {
  const row = await trx
    .updateTable('users')
    .set((eb) => ({
      ...toProfileColumns(upgrade.profile),
      email: upgrade.email.address,
      email_key: upgrade.email.key,
      email_verified_at: upgrade.isVerified ? now : null,
      password_hash: upgrade.passwordHash,
      password_version: eb('password_version', '+', 1),
      is_anonymous: false,
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', userId)
    .where('is_anonymous', '=', true)
    .returning(publicColumns)
    .executeTakeFirst();
  return row && toUser(row);
}

/** Moves a user to a proven address. Throws the unique violation of `users_email_key_unique` when it is taken. */
export async function setEmail(
  trx: Transaction<AuthSchema>,
  userId: string,
  email: EmailAddress,
  now: Date,
): Promise<void> {
  await trx
    .updateTable('users')
    .set((eb) => ({
      email: email.address,
      email_key: email.key,
      email_verified_at: now,
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', userId)
    .execute();
}

/** Takes a password out of force that nobody has proven to be the owner's. */
export async function dropPassword(trx: Transaction<AuthSchema>, userId: string): Promise<void> {
  await trx
    .updateTable('users')
    .set((eb) => ({ password_hash: null, password_version: eb('password_version', '+', 1) }))
    .where('id', '=', userId)
    .execute();
}

/** Notes that the address of a user was proven, unless it was before. */
export async function markVerified(trx: Transaction<AuthSchema>, userId: string, now: Date): Promise<void> {
  await trx
    .updateTable('users')
    .set({ email_verified_at: now })
    .where('id', '=', userId)
    .where('email_verified_at', 'is', null)
    .execute();
}

function toProfileColumns(profile: Partial<Profile>): UserChanges {
  return {
    ...(profile.name !== undefined && { name: profile.name }),
    ...(profile.nativeLanguage !== undefined && { native_language: profile.nativeLanguage }),
    ...(profile.targetLanguage !== undefined && { target_language: profile.targetLanguage }),
    ...(profile.proficiencyLevel !== undefined && { proficiency_level: profile.proficiencyLevel }),
    ...(profile.timeZone !== undefined && { time_zone: profile.timeZone }),
  };
}

function toAccount(row: UserRow): Account {
  return {
    user: toUser(row),
    email: row.email !== null && row.email_key !== null ? { address: row.email, key: row.email_key } : null,
    passwordHash: row.password_hash,
    passwordVersion: row.password_version,
    isVerified: row.email_verified_at !== null,
    isDisabled: row.disabled_at !== null,
  };
}

function toUser(row: PublicRow): User {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    nativeLanguage: row.native_language,
    targetLanguage: row.target_language,
    proficiencyLevel: proficiencyLevels.find((level) => level === row.proficiency_level) ?? null,
    timeZone: row.time_zone,
    isPremium: row.is_premium,
    isAnonymous: row.is_anonymous,
    roles: roleNames.filter((role) => row.roles.includes(role)),
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
