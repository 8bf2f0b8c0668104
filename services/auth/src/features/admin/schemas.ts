import { CursorQuery, Page, strictObject, Timestamp, Uuid } from '@linguamate/shared/http/schemas';
import Type from 'typebox';
import { type Role, roleNames } from '../users/user.ts';

export const UserParams = strictObject({ userId: Uuid });
export const UserQuery = strictObject({
  ...CursorQuery.properties,
  email: Type.Optional(Type.String({ maxLength: 508 })),
});
export const AuditQuery = strictObject({ ...CursorQuery.properties, userId: Type.Optional(Uuid) });

const AdminUser = Type.Object(
  {
    id: Uuid,
    email: Type.Union([Type.String(), Type.Null()]),
    name: Type.String(),
    roles: Type.Array(Type.String()),
    isPremium: Type.Boolean(),
    isAnonymous: Type.Boolean(),
    isVerified: Type.Boolean(),
    isDisabled: Type.Boolean(),
    createdAt: Timestamp,
  },
  { title: 'AdminUser' },
);

export const UserPage = Page(AdminUser);

/** What an administrator may change; every field that is sent is one act in the audit log. */
export const UserChangeBody = strictObject({
  isDisabled: Type.Optional(Type.Boolean()),
  isPremium: Type.Optional(Type.Boolean()),
  roles: Type.Optional(
    Type.Array(Type.Unsafe<Role>({ type: 'string', enum: [...roleNames] }), {
      minItems: 1,
      uniqueItems: true,
    }),
  ),
});
