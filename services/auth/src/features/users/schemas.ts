import { strictObject, Timestamp, Uuid } from '@linguamate/shared/http/schemas';
import Type, { type Static } from 'typebox';
import { type ProficiencyLevel, proficiencyLevels, type Role, roleNames, type User } from './user.ts';

// BCP 47 in the part that matters here: a language and its variants, as in "es", "pt-BR", "zh-Hant-TW".
const languagePattern = '^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const Name = Type.String({
  minLength: 1,
  maxLength: 100,
  description: 'How the person wants to be called.',
});
export const LanguageTag = Type.String({
  pattern: languagePattern,
  maxLength: 35,
  examples: ['es', 'pt-BR'],
});
export const Proficiency = Type.Unsafe<ProficiencyLevel>({
  type: 'string',
  enum: [...proficiencyLevels],
  description: 'How well the person knows the target language.',
});
export const TimeZone = Type.String({ minLength: 1, maxLength: 64, examples: ['Europe/Madrid'] });

/** The parts of a profile that a person may give at sign-up and change later; only the name may not be empty. */
export const profileFields = {
  nativeLanguage: Type.Optional(nullable(LanguageTag)),
  targetLanguage: Type.Optional(nullable(LanguageTag)),
  proficiencyLevel: Type.Optional(nullable(Proficiency)),
  timeZone: Type.Optional(TimeZone),
};

export const UserSchema = Type.Object(
  {
    id: Uuid,
    email: nullable(Type.String()),
    name: Type.String(),
    nativeLanguage: nullable(Type.String()),
    targetLanguage: nullable(Type.String()),
    proficiencyLevel: nullable(Proficiency),
    timeZone: Type.String(),
    isPremium: Type.Boolean(),
    isAnonymous: Type.Boolean(),
    roles: Type.Array(Type.Unsafe<Role>({ type: 'string', enum: [...roleNames] })),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { title: 'User' },
);

export const ProfileChanges = strictObject({ name: Type.Optional(Name), ...profileFields });

export type UserView = Static<typeof UserSchema>;

/** What a person sees of themselves. */
export function toUserView(user: User): UserView {
  const { version: _version, createdAt, updatedAt, ...fields } = user;
  return { ...fields, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
