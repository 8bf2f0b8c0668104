import type { EventTables } from '@linguamate/shared/events/tables';
import type { AchievementTable } from './features/achievements/achievement.table.ts';
import type { AnswerReporterTable, AnswerReportTable } from './features/answer-reports/report.table.ts';
import type {
  AcceptedCorrectionTable,
  ChatMessageTable,
  ChatThreadTable,
  MessageQuotaTable,
} from './features/chat/chat.table.ts';
import type { CourseTable, CourseVersionTable, LexiconTable } from './features/content/course.table.ts';
import type {
  AcceptedAnswerTable,
  ExerciseTable,
  ItemTable,
  LessonItemTable,
} from './features/content/item.table.ts';
import type {
  DialogueSceneTable,
  LessonTable,
  SkillTable,
  UnitTable,
} from './features/content/structure.table.ts';
import type { DialogueSessionTable, DialogueTurnTable } from './features/dialogues/dialogue.table.ts';
import type { ImportTable } from './features/imports/import.table.ts';
import type { ErasedLearnerTable, LearnerTable } from './features/learners/learner.table.ts';
import type { AttemptTable, PracticeSessionTable } from './features/practice/practice.table.ts';
import type { EnrolmentTable, PreferencesTable } from './features/preferences/preferences.table.ts';
import type {
  ActivityDayTable,
  LessonProgressTable,
  StreakFreezeTable,
  XpLedgerTable,
} from './features/progress/progress.table.ts';
import type { CardTable, ReviewLogTable } from './features/reviews/review.table.ts';
import type { TranslationTable } from './features/translation/translation.table.ts';

/** Every table that the role of this service can reach. */
export type LearningSchema = EventTables & {
  courses: CourseTable;
  course_versions: CourseVersionTable;
  lexicons: LexiconTable;
  units: UnitTable;
  skills: SkillTable;
  lessons: LessonTable;
  items: ItemTable;
  lesson_items: LessonItemTable;
  accepted_answers: AcceptedAnswerTable;
  exercises: ExerciseTable;
  dialogue_scenes: DialogueSceneTable;
  learners: LearnerTable;
  erased_learners: ErasedLearnerTable;
  practice_sessions: PracticeSessionTable;
  attempts: AttemptTable;
  lesson_progress: LessonProgressTable;
  xp_ledger: XpLedgerTable;
  activity_days: ActivityDayTable;
  streak_freezes: StreakFreezeTable;
  preferences: PreferencesTable;
  enrolments: EnrolmentTable;
  cards: CardTable;
  review_log: ReviewLogTable;
  imports: ImportTable;
  achievements: AchievementTable;
  answer_reports: AnswerReportTable;
  answer_reporters: AnswerReporterTable;
  chat_threads: ChatThreadTable;
  chat_messages: ChatMessageTable;
  message_quota: MessageQuotaTable;
  accepted_corrections: AcceptedCorrectionTable;
  dialogue_sessions: DialogueSessionTable;
  dialogue_turns: DialogueTurnTable;
  translations: TranslationTable;
};
