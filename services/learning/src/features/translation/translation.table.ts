import type { Generated, JSONColumnType } from 'kysely';

export type StoredTranslation = {
  readonly translation: string;
  readonly alternatives: readonly string[];
  readonly source: 'ai' | 'course';
};

export type TranslationTable = {
  id: string;
  user_id: string;
  text: string;
  from_lang: string;
  to_lang: string;
  result: JSONColumnType<StoredTranslation>;
  favourite: Generated<boolean>;
  created_at: Date;
};
