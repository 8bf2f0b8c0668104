import type { Kysely, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import type { Role } from '../users/user.ts';

export type UserSummary = {
  id: string;
  email: string | null;
  name: string;
  roles: string[];
  isPremium: boolean;
  isAnonymous: boolean;
  isVerified: boolean;
  isDisabled: boolean;
  createdAt: Date;
};

export type UserSearch = { emailKey?: string | undefined; afterId?: string | undefined; limit: number };

const summaryColumns = [
  'id',
  'email',
  'name',
  'roles',
  'is_premium',
  'is_anonymous',
  'email_verified_at',
  'disabled_at',
  'created_at',
] as const;

/** Users by age, or the one with an address. */
export async function searchUsers(db: Kysely<AuthSchema>, search: UserSearch): Promise<UserSummary[]> {
  const rows = await db
    .selectFrom('users')
    .select(summaryColumns)
    .$if(search.emailKey !== undefined, (query) => query.where('email_key', '=', search.emailKey ?? ''))
    .$if(search.afterId !== undefined, (query) => query.where('id', '>', search.afterId ?? ''))
    .orderBy('id')
    .limit(search.limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    roles: row.roles,
    isPremium: row.is_premium,
    isAnonymous: row.is_anonymous,
    isVerified: row.email_verified_at !== null,
    isDisabled: row.disabled_at !== null,
    createdAt: row.created_at,
  }));
}

export type AdminChange = { disabled?: boolean; isPremium?: boolean; roles?: readonly Role[] };

/** Changes what only an administrator may. Returns whether there is such a user. */
export async function changeUser(
  trx: Transaction<AuthSchema>,
  userId: string,
  change: AdminChange,
  now: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('users')
    .set((eb) => ({
      ...(change.disabled !== undefined && { disabled_at: change.disabled ? now : null }),
      ...(change.isPremium !== undefined && { is_premium: change.isPremium }),
      ...(change.roles !== undefined && { roles: [...change.roles] }),
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', userId)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
