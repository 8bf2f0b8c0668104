import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { CourseDocument } from './course-document.ts';
import type { LearnFormat } from './course-format.ts';

/** Whether a course came with the product, from a learner’s file or from the AI. */
export type CourseOrigin = 'shipped' | 'imported' | 'generated';

/** A course as it is published at present; its history is in `course_versions`. */
export type CourseTable = {
  id: string;
  slug: string;
  title: string;
  source_lang: string;
  target_lang: string;
  description: string;
  licence_name: string;
  licence_url: string | null;
  attribution: string;
  cefr: string[];
  origin: CourseOrigin;
  visibility: 'public' | 'private';
  owner_id: string | null;
  learn: JSONColumnType<LearnFormat> | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
};

/** Every version that was ever published, with its whole source. At most one is `published`. */
export type CourseVersionTable = {
  id: string;
  course_id: string;
  number: number;
  label: string;
  status: 'draft' | 'published' | 'archived';
  checksum: string;
  document: JSONColumnType<CourseDocument>;
  created_at: Generated<Date>;
  published_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
};

/** The words of a course in one language, normalised: what the grading engine refuses to take for a typo. */
export type LexiconTable = {
  course_id: string;
  side: 'source' | 'target';
  words: string[];
};
